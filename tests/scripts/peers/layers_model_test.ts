import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { layersModel } from "../../../scripts/_peers/layers_model.ts";
import { Engine } from "../../../src/model/engine.ts";
import { encoderShape } from "../../../src/model/network_spec.ts";
import { standardise } from "../../../src/model/standardise.ts";
import { startWasmBackend } from "../../../src/model/wasm_backend.ts";
import {
  TINY_NETWORK,
  tinyCard,
  tinyWeights,
} from "../../model/_tiny_model.ts";
import { assertClose, normals } from "../../training/_arrays.ts";

/** Steps rounded to 16 bits, and sums in another order. */
const ROUNDING = 5e-5;

Deno.test("layersModel() is the network that is served", async () => {
  await startWasmBackend();
  const { blockRows, strideRows } = encoderShape(TINY_NETWORK);
  const windowRows = blockRows + 9 * strideRows;
  const members = [tinyWeights(1), tinyWeights(2)];
  const model = layersModel(TINY_NETWORK, members, windowRows);
  const engine = new Engine(tinyCard(), members);
  const rows = normals(2 * windowRows * 64, 1).map((value) => 2 * value - 8);
  const standard = new Float32Array(rows.length);
  standardise(rows, tinyCard().statistics, standard);
  const input = tf.tensor4d(standard, [2, windowRows, 64, 1]);
  const logits = model.predict(input) as tf.Tensor;
  assertEquals(logits.shape, [2, 3]);
  const expected = [0, 1].flatMap((item) => [
    ...engine.logitsOf(
      rows.slice(item * rows.length / 2, (item + 1) * rows.length / 2),
    ),
  ]);
  assertClose(logits.dataSync(), expected, ROUNDING);
  tf.dispose([input, logits]);
  engine.dispose();
  model.dispose();
});
