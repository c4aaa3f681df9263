import { assert, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { FEATURES } from "../../src/audio/feature_spec.ts";
import { Engine } from "../../src/model/engine.ts";
import { startWasmBackend } from "../../src/model/wasm_backend.ts";
import { fit } from "../../src/training/fit.ts";
import { initialWeights } from "../../src/training/initial_weights.ts";
import { initialState } from "../../src/training/optimiser.ts";
import { Random } from "../../src/training/random.ts";
import {
  checkTeachers,
  Teachers,
  type TeachingModel,
} from "../../src/training/teachers.ts";
import { assertClose } from "./_arrays.ts";
import { TINY, tinyTask } from "./_tiny_task.ts";

await startWasmBackend();

const LABELS = ["loud", "soft"];

function teacher(seed: number): TeachingModel {
  const { features, statistics } = tinyTask(1);
  const weights = { file: "weights.bin", sha256: `hash ${seed}` } as const;
  const { mean, deviation } = statistics;
  return {
    card: {
      labels: LABELS,
      features,
      network: { ...TINY, convolutions: [...TINY.convolutions] },
      statistics: {
        mean: Array.from(mean),
        deviation: Array.from(deviation),
      },
      weights,
      training: { train: { speakers: ["ann", "bob"] } },
    },
    weights: initialWeights(TINY, seed),
  };
}

function makeBatch() {
  const random = new Random(1);
  return {
    rows: Float32Array.from({ length: 3 * 30 * 8 }, () => random.normal(-6, 2)),
    labels: Float32Array.of(1, 0, 0.25, 0.75, 0, 1),
  };
}

/** What one model answers to one item, before any blend. */
function logits({ card, weights }: TeachingModel, rows: Float32Array) {
  const engine = new Engine({ ...card, temperature: 1 }, weights);
  try {
    return engine.logitsOf(rows);
  } finally {
    engine.dispose();
  }
}

Deno.test("Teachers blend labels with the softmax of their mean logits", () => {
  const models = [teacher(1), teacher(2)];
  const batch = makeBatch();
  const before = batch.labels.slice();
  const rows = batch.rows.slice();
  {
    using teachers = new Teachers(models);
    teachers.teach(batch);
  }
  const expected = [0, 1, 2].flatMap((item) => {
    const own = rows.subarray(item * 240, (item + 1) * 240);
    const [one, two] = models.map((model) => logits(model, own));
    const gap = (one![1]! + two![1]! - one![0]! - two![0]!) / 2;
    const second = 1 / (1 + Math.exp(-gap));
    return [1 - second, second].map((answer, label) =>
      0.3 * before[2 * item + label]! + 0.7 * answer
    );
  });
  assertClose(batch.labels, expected, 1e-5);
  assertEquals(batch.rows, rows, "rows are left as they were");
});

Deno.test("Teachers keep no tensors once they are disposed of", () => {
  const tensors = tf.memory().numTensors;
  {
    using teachers = new Teachers([teacher(1)]);
    teachers.teach(makeBatch());
    assertEquals(teachers.sha256, ["hash 1"]);
  }
  assertEquals(tf.memory().numTensors, tensors);
});

Deno.test("fit() learns other weights from teachers than from labels alone, the same every time", () => {
  const train = (models?: TeachingModel[]) => {
    const state = initialState(initialWeights(TINY, 5));
    using teachers = models && new Teachers(models);
    for (const _ of fit({ ...tinyTask(1), teachers }, state));
    return state.average.get("dense/kernel")!;
  };
  assertEquals(train([teacher(1)]), train([teacher(1)]));
  const alone = train();
  assert(train([teacher(1)]).some((value, i) => value !== alone[i]));
});

Deno.test("checkTeachers() refuses a model of other labels or features", () => {
  const model = teacher(1);
  const { features } = model.card;
  const lesson = { labels: LABELS, features, heldOut: [] };
  checkTeachers([model], lesson);
  assertThrows(
    () => checkTeachers([model], { ...lesson, labels: ["soft", "loud"] }),
    RangeError,
    'Cannot learn from a teacher as its labels must be ["soft","loud"]: current value is ["loud","soft"]',
  );
  assertThrows(
    () => checkTeachers([model], { ...lesson, features: FEATURES }),
    RangeError,
    "its features.melCount must be 64",
  );
});

Deno.test("checkTeachers() refuses a model that knows a voice that is held out", () => {
  const { features } = teacher(1).card;
  const clip = (speaker: string) => ({
    path: `${speaker}.wav`,
    label: "loud",
    speaker,
    sha256: speaker,
  });
  const check = (...speakers: string[]) => {
    const heldOut = speakers.map(clip);
    checkTeachers([teacher(1)], { labels: LABELS, features, heldOut });
  };
  check("cat");
  assertThrows(
    () => check("cat", "bob"),
    RangeError,
    "it was trained on bob",
  );
});
