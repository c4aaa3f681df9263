import { assertEquals, assertThrows } from "@std/assert";
import { STRIDE_MS, WindowPlan } from "../../src/session/window_plan.ts";
import { fakeModel, GEOMETRY } from "./_fakes.ts";

const plan = new WindowPlan(fakeModel());

Deno.test("WindowPlan has a whole window of 2.985 s every 480 ms, and the first after 0.985 s", () => {
  assertEquals(plan.windowMs, 2_985);
  assertEquals(plan.windowRows, 297);
  assertEquals(plan.strideRows, 48);
  assertEquals(plan.endMs(plan.span(0)), 985);
  assertEquals(plan.hopMs, 10);
});

Deno.test("WindowPlan grows the window from the start, then slides it by the stride", () => {
  const spans = [0, 1, 4, 5, 6, 7].map((index) => {
    const span = plan.span(index);
    return [plan.startMs(span), plan.endMs(span)];
  });
  assertEquals(spans, [
    [0, 985],
    [0, 1_465],
    [0, 2_905],
    [400, 3_385],
    [880, 3_865],
    [1_360, 4_345],
  ]);
});

Deno.test("WindowPlan keeps positions exact after an hour", () => {
  const index = 3_600_000 / STRIDE_MS;
  assertEquals(plan.endMs(plan.span(index)), 3_600_985);
  assertEquals(plan.startMs(plan.span(index)), 3_598_000);
});

Deno.test("WindowPlan counts windows of rows and of samples alike", () => {
  assertEquals([0, 96, 97, 144, 145].map((n) => plan.countOfRows(n)), [
    0,
    0,
    1,
    1,
    2,
  ]);
  for (let index = 0; index < 20; index++) {
    const samples = plan.endMs(plan.span(index)) * 16;
    assertEquals(plan.countOfSamples(samples - 1), index);
    assertEquals(plan.countOfSamples(samples), index + 1);
  }
});

Deno.test("WindowPlan.sampleCount() rounds up: a part of a sample is heard", () => {
  assertEquals(plan.sampleCount(8_001, 8_000), 16_002);
  assertEquals(plan.sampleCount(44_101, 44_100), 16_001);
  assertEquals(plan.sampleCount(0, 44_100), 0);
});

Deno.test("WindowPlan.tailSpan() covers what came after the last window, and no more", () => {
  const heard = plan.endMs(plan.span(9)) * 16;
  assertEquals(plan.tailSpan(heard, 10), undefined);
  assertEquals(plan.tailSpan(heard + 1, 10), { first: 30, end: 65 });
  const stride = 8 * 160;
  assertEquals(plan.tailSpan(heard + stride, 10), { first: 30, end: 65 });
  assertEquals(plan.tailSpan(heard + stride + 1, 10), { first: 31, end: 66 });
});

Deno.test("WindowPlan.tailSpan() gives short audio the shortest window", () => {
  assertEquals(plan.tailSpan(0, 0), undefined);
  assertEquals(plan.tailSpan(1, 0), { first: 0, end: 10 });
  assertEquals(plan.tailSpan(985 * 16, 0), { first: 0, end: 10 });
  assertEquals(plan.tailSpan(985 * 16 + 1, 0), { first: 0, end: 11 });
});

Deno.test("WindowPlan refuses a model whose embeddings do not fit the stride", () => {
  const model = { ...fakeModel(), geometry: { ...GEOMETRY, strideRows: 7 } };
  assertThrows(() => new WindowPlan(model), RangeError, "multiple of 70 ms");
});

Deno.test("WindowPlan takes any stride of whole embeddings up to a window", () => {
  for (const strideMs of [80, 240, 960, 2_960]) {
    const other = new WindowPlan({ ...fakeModel(), strideMs });
    const ends = [0, 1, 2].map((index) => other.endMs(other.span(index)));
    assertEquals(ends, [985, 985 + strideMs, 985 + 2 * strideMs]);
  }
});

Deno.test("WindowPlan refuses a stride that is no multiple, or would leave audio unheard", () => {
  for (
    const [strideMs, part] of [[100, "80 ms"], [3_040, "2985 ms"]] as const
  ) {
    assertThrows(
      () => new WindowPlan({ ...fakeModel(), strideMs }),
      RangeError,
      part,
    );
  }
});

Deno.test("WindowPlan begins a call that goes on where the window before began", () => {
  const plan = new WindowPlan(fakeModel());
  assertEquals([0, 1, 5, 6, 7].map((index) => plan.resumeEmbedding(index)), [
    0,
    0,
    0,
    5,
    11,
  ]);
  assertEquals(plan.resumeSample(7, 16_000), 11 * 8 * 160);
  assertEquals(plan.resumeSample(0, 8_000), 0);
});
