import { assertEquals } from "@std/assert";
import {
  scoresByGroup,
  worstSpeaker,
} from "../../../src/training/measures/subgroups.ts";
import { makeOutcome } from "../_outcomes.ts";

const RIGHT = [0.9, 0.1];
const WRONG = [0.1, 0.9];

const OUTCOMES = [
  makeOutcome({
    speaker: "2",
    utterance: RIGHT,
    ravdess: { sex: "female", intensity: "strong" },
  }),
  makeOutcome({
    speaker: "1",
    utterance: WRONG,
    ravdess: { sex: "male", intensity: "strong" },
  }),
  makeOutcome({
    speaker: "1",
    label: 1,
    utterance: WRONG,
    ravdess: { sex: "male", intensity: "normal" },
  }),
  makeOutcome({ speaker: "unknown" }),
];

Deno.test("scoresByGroup() measures each group by itself", () => {
  const bySex = scoresByGroup(OUTCOMES, 2, ({ clip }) => clip.ravdess?.sex);
  assertEquals(bySex, {
    female: { clips: 1, uar: 1, accuracy: 1 },
    male: { clips: 2, uar: 0.5, accuracy: 0.5 },
  });
});

Deno.test("scoresByGroup() takes UAR over the labels that a group has", () => {
  const groups = scoresByGroup(
    OUTCOMES,
    2,
    ({ clip }) => clip.ravdess?.intensity,
  );
  assertEquals(groups["strong"], { clips: 2, uar: 0.5, accuracy: 0.5 });
  assertEquals(groups["normal"], { clips: 1, uar: 1, accuracy: 1 });
});

Deno.test("scoresByGroup() has no groups where none is known", () => {
  assertEquals(scoresByGroup(OUTCOMES, 2, () => undefined), {});
});

Deno.test("scoresByGroup() counts each clip of a known group once", () => {
  const groups = scoresByGroup(OUTCOMES, 2, ({ clip }) => clip.speaker);
  const clips = Object.values(groups).map((group) => group.clips);
  assertEquals(clips.reduce((a, b) => a + b), OUTCOMES.length);
});

Deno.test("worstSpeaker() is the one of lowest UAR, the first of equals", () => {
  const scores = (uar: number) => ({ clips: 4, uar, accuracy: 0.5 });
  assertEquals(
    worstSpeaker({ anna: scores(0.6), ben: scores(0.4), carl: scores(0.4) }),
    { speaker: "ben", clips: 4, uar: 0.4, accuracy: 0.5 },
  );
});
