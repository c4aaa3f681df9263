import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import * as tf from "@tensorflow/tfjs-core";
import { Engine } from "../../src/model/engine.ts";
import { BATCH_NORM_EPSILON } from "../../src/model/batch_norm.ts";
import {
  encode,
  padding,
  scoreWindow,
  weight,
} from "../../src/model/network.ts";
import { encoderShape } from "../../src/model/network_spec.ts";
import { standardise } from "../../src/model/standardise.ts";
import { startWasmBackend } from "../../src/model/wasm_backend.ts";
import { toTensors } from "../../src/model/weight_arrays.ts";
import { assertClose, normals } from "../training/_arrays.ts";
import { TINY_NETWORK, tinyCard, tinyWeights } from "./_tiny_model.ts";

const { blockRows, strideRows, embeddingSize } = encoderShape(TINY_NETWORK);
const CARD = tinyCard();
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

async function withEngine(act: (engine: Engine) => void): Promise<void> {
  await startWasmBackend();
  const engine = new Engine(CARD, tinyWeights());
  try {
    act(engine);
  } finally {
    engine.dispose();
  }
}

/** The network as the layers are written, normalisation apart, no fused op. */
function plainLogits(rows: Float32Array): Float32Array {
  return tf.tidy(() => {
    const weights = toTensors(TINY_NETWORK, tinyWeights());
    const input = new Float32Array(rows.length);
    standardise(rows, CARD.statistics, input);
    const embeddings = encode(
      tf.tensor3d(input, [1, rows.length / 64, 64]),
      TINY_NETWORK,
      (maps, layer) => {
        const size = TINY_NETWORK.convolutions[layer]!;
        const part = <T extends tf.Tensor>(name: string) =>
          weight<T>(weights, `convolution${layer}/${name}`);
        const convolved = tf.conv2d(
          maps,
          part<tf.Tensor4D>("kernel"),
          [size.timeStride, size.frequencyStride],
          padding(size) as unknown as "valid",
        );
        return tf.relu(tf.batchNorm4d(
          convolved,
          part<tf.Tensor1D>("mean"),
          part<tf.Tensor1D>("variance"),
          part<tf.Tensor1D>("beta"),
          part<tf.Tensor1D>("gamma"),
          BATCH_NORM_EPSILON,
        ));
      },
    );
    return scoreWindow(embeddings, weights, TINY_NETWORK)
      .dataSync<"float32">();
  });
}

Deno.test("Engine with its normalisation folded in equals the plain layers", async () => {
  await withEngine((engine) => {
    const rows = rowsOf(20, 1);
    assertClose(engine.logitsOf(rows), plainLogits(rows), ROUNDING);
  });
});

Deno.test("Engine scores a window in parts as it scores it whole", async () => {
  await withEngine((engine) => {
    const rows = rowsOf(20, 2);
    const [whole] = engine.score([{ rows, embeddings: new Float32Array() }]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 19 }), (known) => {
        const [result] = engine.score([{
          rows: slice(rows, known, 20),
          embeddings: whole!.embeddings.slice(0, known * embeddingSize),
        }]);
        assertClose(result!.posterior, whole!.posterior, ROUNDING);
        assertClose(
          result!.embeddings,
          whole!.embeddings.slice(known * embeddingSize),
          ROUNDING,
        );
      }),
      { numRuns: 19, seed: 1 },
    );
  });
});

Deno.test("Engine scores a window whose embeddings are all known", async () => {
  await withEngine((engine) => {
    const rows = rowsOf(12, 3);
    const [whole] = engine.score([{ rows, embeddings: new Float32Array() }]);
    const [again] = engine.score([{
      rows: new Float32Array(),
      embeddings: whole!.embeddings,
    }]);
    assertEquals(again!.embeddings.length, 0);
    assertClose(again!.posterior, whole!.posterior, ROUNDING);
  });
});

Deno.test("Engine gives every request of a mixed batch its own answer", async () => {
  await withEngine((engine) => {
    const requests = [10, 1, 10, 35, 2, 10].map((count, i) => ({
      rows: rowsOf(count, i),
      embeddings: i % 2 ? normals(9 * embeddingSize, i) : new Float32Array(),
    }));
    const together = engine.score(requests);
    requests.forEach((request, i) => {
      const [alone] = engine.score([request]);
      assertClose(together[i]!.posterior, alone!.posterior, ROUNDING);
      assertClose(together[i]!.embeddings, alone!.embeddings, ROUNDING);
    });
  });
});

Deno.test("Engine divides logits by the temperature before the softmax", async () => {
  await withEngine((engine) => {
    const rows = rowsOf(15, 4);
    const [result] = engine.score([{ rows, embeddings: new Float32Array() }]);
    const { posterior } = result!;
    const powers = engine.logitsOf(rows).map((logit) =>
      Math.exp(logit / CARD.temperature)
    );
    const sum = powers.reduce((a, b) => a + b);
    assertClose(posterior, powers.map((power) => power / sum), ROUNDING);
    assertAlmostEquals(posterior.reduce((a, b) => a + b), 1, 1e-6);
  });
});

Deno.test("Engine keeps no tensor of a score, and none once disposed of", async () => {
  await startWasmBackend();
  const before = tf.memory().numTensors;
  const engine = new Engine(CARD, tinyWeights());
  const loaded = tf.memory().numTensors;
  engine.score([{ rows: rowsOf(10, 5), embeddings: new Float32Array() }]);
  assertEquals(tf.memory().numTensors, loaded);
  assert(loaded > before);
  engine.dispose();
  assertEquals(tf.memory().numTensors, before);
});
