import {
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertThrows,
} from "@std/assert";
import {
  memberRuns,
  parseFolds,
  planRuns,
  seedsOf,
} from "../../src/training/cross_validation_plan.ts";
import { KNOBS } from "../../src/training/knobs.ts";
import { KEPT_APART } from "../../src/training/folds.ts";
import { makeCorpus } from "./_corpus.ts";

/** A clip of each of RAVDESS' 24 actors, less those named. */
function actorsWithout(...missing: readonly string[]) {
  const actors = Array.from({ length: 24 }, (_, i) => String(i + 1));
  return makeCorpus(
    actors.filter((actor) => !missing.includes(actor))
      .map((speaker) => ({ speaker, path: `${speaker}.wav`, sha256: speaker })),
  );
}

const ALL = actorsWithout();
const ONCE = {
  folds: ["F0", "F2"],
  seeds: [0, 1],
  knobs: { ...KNOBS, epochs: 5 },
  members: 1,
} as const;

Deno.test("parseFolds() takes luna as all folds whose test actors are there", () => {
  assertEquals(parseFolds("luna", ALL), ["F0", "F1", "F2", "F3", "F4"]);
  const fewer = ["F0", "F1", "F2", "F3"];
  assertEquals(parseFolds("luna", actorsWithout(...KEPT_APART)), fewer);
  assertEquals(parseFolds("luna", actorsWithout("22")), fewer);
});

Deno.test("parseFolds() takes names, each once", () => {
  assertEquals(parseFolds("F2, F0", ALL), ["F2", "F0"]);
  assertThrows(() => parseFolds("F2,F2", ALL), RangeError, "named twice");
  assertThrows(() => parseFolds("F5", ALL), RangeError, '"F5"');
  assertThrows(() => parseFolds("", ALL), RangeError, '""');
});

Deno.test("parseFolds() takes no F4 that nobody could test", () => {
  const corpus = actorsWithout(...KEPT_APART);
  assertThrows(
    () => parseFolds("F0,F4", corpus),
    RangeError,
    "its test actors, 1, 4, 9, 22",
  );
});

Deno.test("planRuns() is every fold under every seed, seed by seed", async () => {
  const runs = await planRuns(ALL, ONCE);
  assertEquals(
    runs.map(({ fold, seed, knobs }) => [fold, seed, knobs.seed, knobs.epochs]),
    [["F0", 0, 0, 5], ["F2", 0, 0, 5], ["F0", 1, 1, 5], ["F2", 1, 1, 5]],
  );
  assertEquals(
    runs[0]!.split.test.map(({ speaker }) => speaker),
    ["2", "5", "14", "15", "16"],
  );
});

Deno.test("planRuns() names a run by all that its result depends on", async () => {
  const idOf = async (
    corpus = ALL,
    choice: Partial<Parameters<typeof planRuns>[1]> = {},
  ) => {
    const [run] = await planRuns(corpus, { ...ONCE, ...choice });
    return run!.id;
  };
  const id = await idOf();
  assertEquals(id.slice(0, 9), "F0-seed0-");
  assertEquals(await idOf(), id);
  const others = await Promise.all([
    idOf(ALL, { knobs: { ...KNOBS, epochs: 6 } }),
    idOf(ALL, { seeds: [7] }),
    idOf(ALL, { folds: ["F3"] }),
    idOf(actorsWithout("23")),
    idOf(
      makeCorpus(ALL.clips.map((clip) => ({
        ...clip,
        sha256: clip.speaker === "2" ? "other" : clip.sha256,
      }))),
    ),
  ]);
  assertEquals(new Set([id, ...others]).size, 6);
});

Deno.test("planRuns() does not split by actors that the corpus lacks", async () => {
  await assertRejects(
    () => planRuns(actorsWithout("15", "6"), ONCE),
    RangeError,
    "fold F0 as the corpus must hold each of its actors: it has no clip of 15, 6",
  );
});

Deno.test("planRuns() joins each network with the next, around", async () => {
  const choice = { ...ONCE, seeds: [0, 1, 2] };
  const networks = await planRuns(ALL, choice);
  const pairs = await planRuns(ALL, { ...choice, members: 2 });
  assertEquals(
    pairs.map((run) => [run.fold, run.seed, seedsOf(run)]),
    [
      ["F0", 0, [0, 1]],
      ["F2", 0, [0, 1]],
      ["F0", 1, [1, 2]],
      ["F2", 1, [1, 2]],
      ["F0", 2, [2, 0]],
      ["F2", 2, [2, 0]],
    ],
  );
  assertEquals(pairs[0]!.id.slice(0, 11), "F0-seeds0+1");
  assertEquals(new Set(pairs.map(({ id }) => id)).size, 6);
  for (const { fold, split, members } of pairs) {
    assertEquals(members.map((run) => run.fold), [fold, fold]);
    assertEquals(members.map((run) => run.split), [split, split]);
  }
  const ids = (runs: typeof networks) => runs.map(({ id }) => id).sort();
  assertEquals(
    ids(memberRuns(pairs)),
    ids(networks),
    "a network is the run that it would be alone",
  );
  assertEquals(memberRuns(networks), []);
});

Deno.test("planRuns() names a pair by its networks", async () => {
  const idOf = async (knobs: typeof KNOBS) => {
    const [run] = await planRuns(ALL, { ...ONCE, knobs, members: 2 });
    return run!.id;
  };
  assertEquals(await idOf(KNOBS), await idOf(KNOBS));
  assertNotEquals(await idOf(KNOBS), await idOf({ ...KNOBS, epochs: 6 }));
});

Deno.test("planRuns() joins all networks once", async () => {
  const runs = await planRuns(ALL, { ...ONCE, members: 2 });
  assertEquals(
    runs.map((run) => [run.fold, seedsOf(run)]),
    [["F0", [0, 1]], ["F2", [0, 1]]],
  );
});

Deno.test("planRuns() refuses more networks than there are seeds", async () => {
  await assertRejects(
    () => planRuns(ALL, { ...ONCE, members: 3 }),
    RangeError,
    "models of 3 networks as each must have a seed of its own: current value is 2 seeds",
  );
});
