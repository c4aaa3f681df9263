import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { KNOBS } from "../../src/training/knobs.ts";
import {
  applyStep,
  initialState,
  learningRate,
} from "../../src/training/optimiser.ts";
import { assertClose } from "./_arrays.ts";

const NAME = "dense/kernel";
const NO_DECAY = { ...KNOBS, weightDecay: 0, clipNorm: 1e9 };

function stateOf(values: number[], name = NAME) {
  return initialState(new Map([[name, new Float32Array(values)]]));
}

function step(
  state: ReturnType<typeof stateOf>,
  gradient: number[],
  rate: number,
  knobs = NO_DECAY,
  name = NAME,
) {
  const gradients = new Map([[name, new Float32Array(gradient)]]);
  applyStep(state, { gradients, statistics: new Map() }, rate, knobs);
}

Deno.test("learningRate() climbs linearly, then falls by a cosine to its final share", () => {
  const length = { stepsPerEpoch: 5, epochs: 10 };
  const rates = Array.from(
    { length: 50 },
    (_, i) => learningRate(i, length, KNOBS),
  );
  assertAlmostEquals(rates[0]!, KNOBS.learningRate / 10, 1e-12);
  assertAlmostEquals(rates[4]!, KNOBS.learningRate / 2, 1e-12);
  assertAlmostEquals(rates[9]!, KNOBS.learningRate, 1e-12);
  assertAlmostEquals(rates[29]!, KNOBS.learningRate * 0.505, 1e-12);
  assertAlmostEquals(rates[49]!, KNOBS.learningRate * 0.01, 1e-12);
  for (let i = 10; i < 50; i++) assert(rates[i]! < rates[i - 1]!);
});

Deno.test("learningRate() of a run shorter than its warm-up only climbs", () => {
  const length = { stepsPerEpoch: 4, epochs: 1 };
  const rates = [0, 1, 2, 3].map((i) => learningRate(i, length, KNOBS));
  assertClose(rates, [0.5e-3, 1e-3, 1.5e-3, 2e-3], 1e-12);
});

Deno.test("applyStep() moves each value by the rate at first, whatever the gradient's size", () => {
  const state = stateOf([1, 1, 1]);
  step(state, [1e-3, -5, 0], 0.1);
  assertClose(state.weights.get(NAME)!, [0.9, 1.1, 1], 1e-5);
});

Deno.test("applyStep() follows Adam's published formula over three steps", () => {
  const state = stateOf([0.5]);
  let [m, v, value] = [0, 0, 0.5];
  [0.2, -0.4, 0.3].forEach((g, i) => {
    m = 0.9 * m + 0.1 * g;
    v = 0.99 * v + 0.01 * g * g;
    const mHat = m / (1 - 0.9 ** (i + 1));
    const vHat = v / (1 - 0.99 ** (i + 1));
    value -= 0.01 * mHat / (Math.sqrt(vHat) + 1e-8);
    step(state, [g], 0.01);
  });
  assertAlmostEquals(state.weights.get(NAME)![0]!, value, 1e-6);
});

for (
  const [name, decayed] of [
    [NAME, true],
    ["convolution0/kernel", true],
    ["lstm/forward/recurrent", true],
    ["dense/bias", false],
    ["convolution0/gamma", false],
    ["convolution0/beta", false],
  ] as const
) {
  Deno.test(`applyStep() ${decayed ? "decays" : "does not decay"} ${name}`, () => {
    const state = stateOf([2], name);
    step(state, [0], 0.1, { ...NO_DECAY, weightDecay: 0.5 }, name);
    const expected = decayed ? 2 * (1 - 0.1 * 0.5) : 2;
    assertAlmostEquals(state.weights.get(name)![0]!, expected, 1e-6);
  });
}

Deno.test("applyStep() scales a gradient that is too long, and keeps its direction", () => {
  const state = stateOf([0, 0]);
  step(state, [30, 40], 0.1, { ...NO_DECAY, clipNorm: 5 });
  assertClose(state.firstMoments.get(NAME)!, [0.3, 0.4], 1e-6);
});

Deno.test("applyStep() refuses a gradient that is not finite", () => {
  assertThrows(() => step(stateOf([0]), [NaN], 0.1), RangeError, "finite");
});

Deno.test("applyStep() lets running statistics follow the batch by the momentum", () => {
  const name = "convolution0/mean";
  const state = stateOf([1], name);
  const statistics = new Map([[name, new Float32Array([3])]]);
  applyStep(state, { gradients: new Map(), statistics }, 0.1, KNOBS);
  assertAlmostEquals(state.weights.get(name)![0]!, 0.95 * 1 + 0.05 * 3, 1e-6);
});

Deno.test("applyStep() averages weights and statistics, faster at the start", () => {
  const name = "convolution0/variance";
  const state = stateOf([0], name);
  const knobs = { ...KNOBS, statisticsMomentum: 0 };
  const follow = (value: number) => {
    const statistics = new Map([[name, new Float32Array([value])]]);
    applyStep(state, { gradients: new Map(), statistics }, 0.1, knobs);
  };
  follow(10);
  assertAlmostEquals(state.average.get(name)![0]!, 9, 1e-5); // decay 1 / 10
  follow(10);
  assertAlmostEquals(
    state.average.get(name)![0]!,
    9 * 2 / 11 + 10 * 9 / 11,
    1e-5,
  );
  state.step = 100_000;
  const before = state.average.get(name)![0]!;
  follow(20);
  assertAlmostEquals(state.average.get(name)![0]!, 0.99 * before + 0.2, 1e-5);
});

Deno.test("initialState() copies the weights into the average", () => {
  const state = stateOf([1]);
  state.weights.get(NAME)![0] = 5;
  assertEquals(state.average.get(NAME)![0], 1);
});
