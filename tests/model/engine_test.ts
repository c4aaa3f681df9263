import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import * as tf from "@tensorflow/tfjs-core";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { Engine } from "../../src/model/engine.ts";
import {
  encoderShape,
  stepBytes,
  stepSize,
} from "../../src/model/network_spec.ts";
import { referenceLogits } from "../../src/model/reference.ts";
import { startWasmBackend } from "../../src/model/wasm_backend.ts";
import { assertClose, normals } from "../training/_arrays.ts";
import { TINY_NETWORK, tinyCard, tinyWeights } from "./_tiny_model.ts";

const { blockRows, strideRows } = encoderShape(TINY_NETWORK);
const CARD = tinyCard();
/** One network, and two. */
const MODELS = [[tinyWeights(1)], [tinyWeights(1), tinyWeights(2)]];
/** Float32 rounding, over a sum in another order. */
const ROUNDING = 1e-5;

function rowsOf(embeddingCount: number, seed: number): Float32Array {
  const rowCount = blockRows + (embeddingCount - 1) * strideRows;
  return normals(rowCount * 64, seed).map((value) => 2 * value - 8);
}

/** Rows behind embeddings `[first, end)` of a longer run of rows. */
function slice(rows: Float32Array, first: number, end: number): Float32Array {
  return rows.subarray(
    first * strideRows * 64,
    ((end - 1) * strideRows + blockRows) * 64,
  );
}

/** Steps as an engine keeps them. */
function knownSteps(engine: Engine, count: number, seed: number): Uint8Array {
  const rows = [rowsOf(count, seed)];
  return engine.score([{ rows, steps: new Uint8Array() }])[0]!.steps;
}

/** Runs on an engine of one network, then on one of two. */
async function withEngines(
  act: (engine: Engine, stepBytes: number) => void,
): Promise<void> {
  await startWasmBackend();
  for (const members of MODELS) {
    const engine = new Engine(CARD, members);
    try {
      act(engine, members.length * stepBytes(TINY_NETWORK));
    } finally {
      engine.dispose();
    }
  }
}

Deno.test("Engine equals the networks in plain ops of tfjs", async () => {
  await startWasmBackend();
  const rows = rowsOf(20, 1);
  for (const members of MODELS) {
    const engine = new Engine(CARD, members);
    const expected = referenceLogits(CARD, members, rows);
    assertClose(engine.logitsOf(rows), expected, ROUNDING);
    engine.dispose();
  }
});

Deno.test("Engine of several networks answers the mean of their logits, and keeps the steps of each", async () => {
  await startWasmBackend();
  const members = [1, 2, 3].map((seed) => tinyWeights(seed));
  const together = new Engine(CARD, members);
  const alone = members.map((weights) => new Engine(CARD, [weights]));
  const requests = [12, 10, 12].map((count, i) => ({
    rows: [rowsOf(count, i)],
    steps: new Uint8Array(),
  }));
  const size = stepBytes(TINY_NETWORK);
  const answers = alone.map((engine) => engine.score(requests));
  together.score(requests).forEach(({ steps }, request) => {
    answers.forEach((own, member) => {
      const expected = own[request]!.steps;
      for (let step = 0; step * size < expected.length; step++) {
        const from = (step * members.length + member) * size;
        assertEquals(
          steps.slice(from, from + size),
          expected.slice(step * size, (step + 1) * size),
        );
      }
    });
  });
  for (const { rows: [rows] } of requests) {
    const [a, b, c] = alone.map((engine) => engine.logitsOf(rows!));
    const mean = a!.map((logit, i) => (logit + b![i]! + c![i]!) / 3);
    assertEquals(together.logitsOf(rows!), mean);
  }
  for (const engine of [together, ...alone]) engine.dispose();
});

Deno.test("Engine keeps a step as it says, in little more than two bytes a value", async () => {
  assertEquals(stepBytes(TINY_NETWORK), 2 * stepSize(TINY_NETWORK) + 4 * 3);
  await withEngines((engine, stepBytes) =>
    assertEquals(knownSteps(engine, 9, 1).length, 9 * stepBytes)
  );
});

Deno.test("Engine scores a window in parts as it scores it whole, to the bit", async () => {
  await withEngines((engine, stepBytes) => {
    const rows = rowsOf(20, 2);
    const [whole] = engine.score([{ rows: [rows], steps: new Uint8Array() }]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 19 }), (known) => {
        const [result] = engine.score([{
          rows: [slice(rows, known, 20)],
          steps: whole!.steps.slice(0, known * stepBytes),
        }]);
        assertEquals(result!.posterior, whole!.posterior);
        assertEquals(result!.steps, whole!.steps.slice(known * stepBytes));
      }),
      { numRuns: 19, seed: 1 },
    );
  });
});

Deno.test("Engine scores a window whose embeddings are all known", async () => {
  await withEngines((engine) => {
    const rows = rowsOf(12, 3);
    const [whole] = engine.score([{ rows: [rows], steps: new Uint8Array() }]);
    const [again] = engine.score([{
      rows: [],
      steps: whole!.steps,
    }]);
    assertEquals(again!.steps.length, 0);
    assertEquals(again!.posterior, whole!.posterior);
  });
});

Deno.test("Engine gives every request of a mixed batch its own answer", async () => {
  await withEngines((engine) => {
    const requests = [10, 1, 10, 35, 2, 10].map((count, i) => ({
      rows: [rowsOf(count, i)],
      steps: i % 2 ? knownSteps(engine, 9, i) : new Uint8Array(),
    }));
    const together = engine.score(requests);
    requests.forEach((request, i) => {
      const [alone] = engine.score([request]);
      assertEquals(together[i]!, alone!);
    });
  });
});

Deno.test("Engine divides logits by the temperature before the softmax", async () => {
  await withEngines((engine) => {
    const rows = rowsOf(15, 4);
    const [result] = engine.score([{
      rows: [rows],
      steps: new Uint8Array(),
    }]);
    const { posterior } = result!;
    const powers = engine.logitsOf(rows).map((logit) =>
      Math.exp(logit / CARD.temperature)
    );
    const sum = powers.reduce((a, b) => a + b);
    assertClose(posterior, powers.map((power) => power / sum), ROUNDING);
    assertAlmostEquals(posterior.reduce((a, b) => a + b), 1, 1e-6);
  });
});

Deno.test("Engine keeps no room of a score, and none once disposed of", async () => {
  await startWasmBackend();
  const backend = tf.backend() as BackendWasm;
  const before = backend.numDataIds();
  const engine = new Engine(CARD, MODELS[1]!);
  const loaded = backend.numDataIds();
  engine.score([{ rows: [rowsOf(10, 5)], steps: new Uint8Array() }]);
  assertEquals(backend.numDataIds(), loaded);
  assert(loaded > before);
  engine.dispose();
  assertEquals(backend.numDataIds(), before);
});
