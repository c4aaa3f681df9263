import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { startWasmBackend } from "../../src/model/wasm_backend.ts";
import { KNOBS, type Knobs } from "../../src/training/knobs.ts";
import {
  applyStep,
  initialState,
  rateShare,
} from "../../src/training/optimiser.ts";
import { assertClose } from "./_arrays.ts";
import { TINY } from "./_tiny_task.ts";

const NAME = "dense/kernel";
/** AdamW alone, at a rate of 1: the share that is handed over is the rate. */
const NO_DECAY: Knobs = {
  ...KNOBS,
  matrixRate: 0,
  learningRate: 1,
  weightDecay: 0,
  clipNorm: 1e9,
};

const network = TINY;

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
  applyStep(state, { gradients, statistics: new Map() }, rate, {
    network,
    knobs,
  });
}

Deno.test("rateShare() climbs linearly, then falls by a cosine to its final share", () => {
  const length = { stepsPerEpoch: 5, epochs: 10 };
  const rates = Array.from(
    { length: 50 },
    (_, i) => rateShare(i, length, KNOBS),
  );
  assertAlmostEquals(rates[0]!, 0.1, 1e-12);
  assertAlmostEquals(rates[4]!, 0.5, 1e-12);
  assertAlmostEquals(rates[9]!, 1, 1e-12);
  assertAlmostEquals(rates[29]!, 0.505, 1e-12);
  assertAlmostEquals(rates[49]!, 0.01, 1e-12);
  for (let i = 10; i < 50; i++) assert(rates[i]! < rates[i - 1]!);
});

Deno.test("rateShare() of a run shorter than its warm-up only climbs", () => {
  const length = { stepsPerEpoch: 4, epochs: 1 };
  const rates = [0, 1, 2, 3].map((i) => rateShare(i, length, KNOBS));
  assertClose(rates, [0.25, 0.5, 0.75, 1], 1e-12);
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
  applyStep(state, { gradients: new Map(), statistics }, 0.1, {
    network,
    knobs: KNOBS,
  });
  assertAlmostEquals(state.weights.get(name)![0]!, 0.95 * 1 + 0.05 * 3, 1e-6);
});

Deno.test("applyStep() averages weights and statistics, faster at the start", () => {
  const name = "convolution0/variance";
  const state = stateOf([0], name);
  const knobs = { ...KNOBS, statisticsMomentum: 0 };
  const follow = (value: number) => {
    const statistics = new Map([[name, new Float32Array([value])]]);
    applyStep(state, { gradients: new Map(), statistics }, 0.1, {
      network,
      knobs,
    });
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

Deno.test("applyStep() leaves hidden matrices to Muon, unless its rate is 0", async () => {
  await startWasmBackend();
  const name = "convolution0/kernel"; // of TINY: 9 inputs, 3 channels
  const gradient = Array.from({ length: 27 }, (_, i) => Math.cos(i * i));
  const move = (matrixRate: number) => {
    const state = stateOf(Array(27).fill(0), name);
    step(state, gradient, 0.1, { ...NO_DECAY, matrixRate }, name);
    return state.weights.get(name)!;
  };
  assert(move(0).every((value) => Math.abs(Math.abs(value) - 0.1) < 1e-3));
  const moved = move(0.5);
  const lengths = [0, 1, 2].map((column) =>
    Math.hypot(...moved.filter((_, i) => i % 3 === column))
  );
  for (const length of lengths) assertAlmostEquals(length, 0.05, 0.015);
});
