import { assertEquals, assertThrows } from "@std/assert";
import {
  clipsOfSpeakers,
  speakersTrainedOn,
} from "../../src/training/chosen_clips.ts";
import { makeCorpus } from "./_corpus.ts";

const { clips: CLIPS } = makeCorpus(
  ["2", "2", "5", "12"].map((speaker) => ({ speaker })),
);

Deno.test("clipsOfSpeakers() takes all unless it is told", () => {
  assertEquals(clipsOfSpeakers(CLIPS, undefined), CLIPS);
});

Deno.test("clipsOfSpeakers() takes the clips of some", () => {
  const chosen = clipsOfSpeakers(CLIPS, ["12", "2"]);
  assertEquals(chosen.map(({ speaker }) => speaker), ["12", "2", "2"]);
});

for (const speaker of ["1", "", "02"]) {
  Deno.test(`clipsOfSpeakers() refuses the unknown speaker "${speaker}"`, () => {
    assertThrows(
      () => clipsOfSpeakers(CLIPS, ["2", speaker]),
      RangeError,
      `must be one of 2, 5, 12: current value is "${speaker}"`,
    );
  });
}

Deno.test("speakersTrainedOn() names the voices a model knows", () => {
  const training = { train: { clips: 3, speakers: ["12", "7", "2"] } };
  assertEquals(speakersTrainedOn(training, CLIPS), ["2", "12"]);
});

for (
  const training of [{}, { train: null }, { train: [] }, {
    train: { speakers: 3 },
  }]
) {
  Deno.test(`speakersTrainedOn() knows none from a card that says ${JSON.stringify(training)}`, () => {
    assertEquals(speakersTrainedOn(training, CLIPS), []);
  });
}
