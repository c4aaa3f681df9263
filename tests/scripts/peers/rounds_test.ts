import { assertEquals } from "@std/assert";
import { compare } from "../../../scripts/_peers/rounds.ts";
import { contender } from "./_peers.ts";

Deno.test("compare() gives everybody a turn a round, each round in another order", async () => {
  const turns: string[] = [];
  const contenders = ["a", "b", "c"].map((name) =>
    contender(name, () => ({}), (batch) => {
      turns.push(`${name}${batch}`);
      return [1];
    })
  );
  await compare(contenders, "a", 1);
  // Two rounds to warm up and one that counts, for each batch.
  assertEquals(
    turns.join(" "),
    "a1 b1 c1 b1 c1 a1 c1 a1 b1 a16 b16 c16 b16 c16 a16 c16 a16 b16",
  );
});

Deno.test("compare() tells ratios round by round, so that a slow round falls on both", async () => {
  // Two rounds to warm up, then three that count: in one all takes ten times as long.
  const slowness = [50, 50, 1, 10, 1, 50, 50, 1, 10, 1];
  const scripted = (name: string, ms: readonly number[]) => {
    const rounds = slowness.values();
    return contender(name, () => ({}), (batch) => {
      const factor = rounds.next().value!;
      return ms.map((value) => value * factor / batch);
    });
  };
  const comparisons = await compare(
    [scripted("ours", [1, 2, 3]), scripted("theirs", [8, 8, 9])],
    "ours",
    3,
  );
  assertEquals(comparisons, [
    {
      name: "ours",
      includes: "what ours includes",
      batches: {
        1: { ms: 3, timesOurs: 1 },
        16: { ms: 0.1875, timesOurs: 1 },
      },
    },
    {
      name: "theirs",
      includes: "what theirs includes",
      batches: {
        1: { ms: 9, timesOurs: 4 },
        16: { ms: 0.5625, timesOurs: 4 },
      },
    },
  ]);
});
