import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Timeline } from "../../../src/console/call/timeline.ts";
import { LABELS, prediction, silence } from "../_predictions.ts";

fc.configureGlobal({ seed: 2_026 });

Deno.test("Timeline keeps what it has room for as it is", () => {
  const timeline = new Timeline(LABELS, 4, "coarsen");
  timeline.append(prediction(0));
  timeline.append(silence(1));
  assertEquals(
    timeline.points.map(({ endMs, state, label, posterior }) => ({
      endMs,
      state,
      label,
      posterior,
    })),
    [
      {
        endMs: 480,
        state: "speech",
        label: "calm",
        posterior: [0.5, 0.25, 0.25],
      },
      { endMs: 960, state: "no_speech", label: null, posterior: null },
    ],
  );
});

Deno.test("Timeline that forgets drops its oldest half when it is full", () => {
  const timeline = new Timeline(LABELS, 4, "forget");
  for (let i = 0; i < 5; i++) timeline.append(prediction(i));
  assertEquals(timeline.points.map(({ endMs }) => endMs / 480), [3, 4, 5]);
});

Deno.test("Timeline that coarsens joins neighbours when it is full, and those that come after", () => {
  const timeline = new Timeline(LABELS, 4, "coarsen");
  for (let i = 0; i < 7; i++) timeline.append(prediction(i));
  assertEquals(timeline.points.map(({ endMs }) => endMs / 480), [2, 4, 6, 7]);
});

Deno.test("Timeline joins to the mean of the speech, and names the likeliest", () => {
  const timeline = new Timeline(LABELS, 2, "coarsen");
  const angry = { calm: 0, happy: 0, angry: 1 };
  timeline.append(prediction(0, { state: "uncertain" }));
  timeline.append(silence(1));
  timeline.append(prediction(2, { label: "angry", posterior: angry }));
  timeline.append(prediction(3, { label: "angry", posterior: angry }));
  const [first, second] = timeline.points;
  assertEquals(first!.posterior, [0.5, 0.25, 0.25]);
  assertEquals([first!.state, first!.label], ["uncertain", "calm"]);
  assertEquals(second!.posterior, [0, 0, 1]);
  assertEquals([second!.state, second!.label], ["speech", "angry"]);
});

Deno.test("Timeline never grows beyond its capacity, and never loses the last moment", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 16 }).map((half) => 2 * half),
    fc.constantFrom("forget", "coarsen"),
    fc.integer({ min: 1, max: 500 }),
    (capacity, whenFull, count) => {
      const timeline = new Timeline(LABELS, capacity, whenFull);
      for (let i = 0; i < count; i++) {
        timeline.append(i % 3 ? prediction(i) : silence(i));
        assert(timeline.points.length <= capacity);
        assertEquals(timeline.points.at(-1)!.endMs, 480 * (i + 1));
      }
    },
  ));
});

Deno.test("Timeline refuses a capacity without halves", () => {
  for (const capacity of [0, 3, NaN]) {
    assertThrows(() => new Timeline(LABELS, capacity, "forget"), RangeError);
  }
});
