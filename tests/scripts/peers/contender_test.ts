import { assertEquals, assertRejects } from "@std/assert";
import { checkAnswers } from "../../../scripts/_peers/contender.ts";
import { contender } from "./_peers.ts";

const EXPECTED = {
  logits: [[1, -2], [3, 4]],
  posteriors: [[0.75, 0.25], [0.5, 0.5]],
};

Deno.test("checkAnswers() tells the largest difference of all that is answered", async () => {
  const close = contender("a peer", (batch) => ({
    logits: [[1, -2], [3, 4 + batch * 2 ** -20]],
    posteriors: EXPECTED.posteriors,
  }));
  assertEquals(await checkAnswers(close, EXPECTED), 2 ** -16);
});

Deno.test("checkAnswers() refuses answers that differ, with any batch", async () => {
  const faults = [
    [contender("a", () => ({ logits: [[1, -2], [3, 4.001]] })), "of a must"],
    [
      contender("b", (batch) => ({
        posteriors: [[0.75, 0.25], [0.5, batch === 1 ? 0.5 : 0.6]],
      })),
      "difference is 0.09",
    ],
    [contender("c", () => ({ logits: [[1, -2]] })), "is Infinity"],
    [contender("d", () => ({ logits: [[1, NaN], [3, 4]] })), "is NaN"],
    [contender("e", () => ({})), "of e must"],
  ] as const;
  for (const [peer, message] of faults) {
    await assertRejects(
      () => checkAnswers(peer, EXPECTED),
      RangeError,
      message,
    );
  }
});
