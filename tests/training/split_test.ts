import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { Clip } from "../../src/training/clip.ts";
import { type FoldName, FOLDS } from "../../src/training/folds.ts";
import { parseRavdessName } from "../../src/training/ravdess_name.ts";
import { type Split, splitCorpus } from "../../src/training/split.ts";
import { makeCorpus } from "./_corpus.ts";

/** All 24 actors, spoken once. */
const ACTORS = makeCorpus(
  Array.from({ length: 24 }, (_, i) => ({ speaker: String(i + 1) })),
);

function speakers(clips: readonly Clip[]): string[] {
  return [...new Set(clips.map(({ speaker }) => speaker))]
    .sort((a, b) => Number(a) - Number(b));
}

function speakersOf({ train, validation, test, leftOut }: Split) {
  return [train, validation, test, leftOut].map(speakers);
}

for (const [name, fold] of Object.entries(FOLDS)) {
  Deno.test(`splitCorpus() holds out the actors of ${name} and trains on the others`, () => {
    const split = splitCorpus(ACTORS, { by: "fold", fold: name as FoldName });
    const [train, validation, test, leftOut] = speakersOf(split);
    assertEquals(test!.sort(), [...fold.test].sort());
    assertEquals(validation!.sort(), [...fold.validation].sort());
    assertEquals(leftOut, name === "F4" ? [] : ["1", "4", "9", "22"]);
    assertEquals(train!.length, name === "F4" ? 18 : 13);
  });
}

Deno.test("splitCorpus() tests every actor in exactly one fold", () => {
  const tested = Object.values(FOLDS).flatMap(({ test }) => [...test]);
  assertEquals(tested.sort(), speakers(ACTORS.clips).sort());
});

Deno.test("splitCorpus() lets no fold's validation touch its test, or what only F4 tests", () => {
  for (const { test, validation } of Object.values(FOLDS)) {
    const held: readonly string[] = [...test, ...FOLDS.F4.test];
    for (const actor of validation) assert(!held.includes(actor));
  }
});

Deno.test("splitCorpus() goes by folds where the actors kept apart are missing", () => {
  const present = ACTORS.clips.filter(({ speaker }) =>
    !["1", "4", "9", "22"].includes(speaker)
  );
  const split = splitCorpus(makeCorpus(present), { by: "fold", fold: "F4" });
  assertEquals(split.train.length, 18);
  assertEquals(speakers(split.validation), ["2", "5"]);
  assertEquals(split.test, []);
});

Deno.test("splitCorpus() holds out the speakers it is told to", () => {
  const choice = {
    by: "speakers",
    test: ["3", "9"],
    validation: ["4"],
  } as const;
  const [train, validation, test, leftOut] = speakersOf(
    splitCorpus(ACTORS, choice),
  );
  assertEquals([validation, test, leftOut], [["4"], ["3", "9"], []]);
  assertEquals(train!.length, 21);
});

Deno.test("splitCorpus() refuses a speaker it does not know", () => {
  assertThrows(
    () =>
      splitCorpus(makeCorpus([{ speaker: "anna" }, { speaker: "ben" }]), {
        by: "speakers",
        test: ["eve"],
        validation: [],
      }),
    RangeError,
    'as it must be one of anna, ben: current value is "eve"',
  );
});

Deno.test("splitCorpus() refuses to test and validate on one speaker", () => {
  assertThrows(
    () =>
      splitCorpus(ACTORS, {
        by: "speakers",
        test: ["3"],
        validation: ["2", "3"],
      }),
    RangeError,
    '"3" is to test and to validate',
  );
});

Deno.test("splitCorpus() follows a manifest; what it puts nowhere trains", () => {
  const corpus = makeCorpus([
    { speaker: "a", split: "train" },
    { speaker: "b" },
    { speaker: "c", split: "validation" },
    { speaker: "d", split: "test" },
  ]);
  assertEquals(
    speakersOf(splitCorpus(corpus, { by: "corpus", seed: 1 })).map((s) =>
      s.sort()
    ),
    [
      ["a", "b"],
      ["c"],
      ["d"],
      [],
    ],
  );
});

Deno.test("splitCorpus() refuses a manifest that puts a speaker on two sides", () => {
  const corpus = makeCorpus([
    { speaker: "a", split: "train" },
    { speaker: "a", split: "test" },
  ]);
  assertThrows(
    () => splitCorpus(corpus, { by: "corpus", seed: 1 }),
    RangeError,
    'each speaker must be on one side: "1.wav" is in test, its speaker in train too',
  );
});

Deno.test("splitCorpus() refuses the same recording on two sides, even as two speakers", () => {
  const corpus = makeCorpus([
    { speaker: "a", sha256: "x", split: "train" },
    { speaker: "b", sha256: "x", split: "validation" },
  ]);
  assertThrows(
    () => splitCorpus(corpus, { by: "corpus", seed: 1 }),
    RangeError,
    "each recording must be on one side",
  );
});

Deno.test("splitCorpus() refuses a label without a training clip", () => {
  const corpus = makeCorpus([
    { speaker: "a", label: "calm" },
    { speaker: "b", label: "angry" },
  ]);
  assertThrows(
    () => splitCorpus(corpus, { by: "speakers", test: ["b"], validation: [] }),
    RangeError,
    "each label must have a training clip: none has angry",
  );
});

const ravdess = (name: string) => parseRavdessName(name);

Deno.test("splitCorpus() trains on songs, but neither measures on them nor trains on a held-out actor's", () => {
  const corpus = makeCorpus(["1", "2", "3"].flatMap((speaker) => [
    { speaker, ravdess: ravdess(`03-01-02-01-01-01-0${speaker}.wav`) },
    { speaker, ravdess: ravdess(`03-02-02-01-01-01-0${speaker}.wav`) },
  ]));
  const split = splitCorpus(corpus, {
    by: "speakers",
    test: ["3"],
    validation: ["2"],
  });
  assertEquals(split.train.length, 2);
  assertEquals([split.validation.length, split.test.length], [1, 1]);
  assertEquals(speakers(split.leftOut), ["2", "3"]);
});

Deno.test("splitCorpus() measures on songs where a corpus is nothing else", () => {
  const corpus = makeCorpus(["1", "2"].map((speaker) => ({
    speaker,
    ravdess: ravdess(`03-02-02-01-01-01-0${speaker}.wav`),
  })));
  const split = splitCorpus(corpus, {
    by: "speakers",
    test: ["2"],
    validation: [],
  });
  assertEquals(split.test.length, 1);
});

const anyCorpus = fc.array(fc.nat(12), { minLength: 3, maxLength: 60 })
  .filter((numbers) => new Set(numbers).size >= 3)
  .map((numbers) => makeCorpus(numbers.map((n) => ({ speaker: `s${n}` }))));

Deno.test("splitCorpus() by itself keeps speakers apart, loses no clip and fills each side", () => {
  fc.assert(
    fc.property(anyCorpus, fc.nat(), (corpus, seed) => {
      const split = splitCorpus(corpus, { by: "corpus", seed });
      const sides = speakersOf(split);
      assertEquals(new Set(sides.flat()).size, sides.flat().length);
      assertEquals(
        split.train.length + split.validation.length + split.test.length,
        corpus.clips.length,
      );
      assert(sides.slice(0, 3).every((side) => side.length > 0));
      assertEquals(splitCorpus(corpus, { by: "corpus", seed }), split);
    }),
    { seed: 1 },
  );
});

Deno.test("splitCorpus() by itself holds out other speakers for another seed", () => {
  const drawn = [1, 2, 3, 4, 5].map((seed) =>
    speakers(splitCorpus(ACTORS, { by: "corpus", seed }).test).join()
  );
  assert(new Set(drawn).size > 2);
});
