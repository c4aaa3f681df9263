import { assert, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { exportOnnx } from "../../src/export/export_onnx.ts";
import { CARD_FORMAT, type ModelCard } from "../../src/model/card.ts";
import { Engine } from "../../src/model/engine.ts";
import { encoderShape, weightShapes } from "../../src/model/network_spec.ts";
import { scoped } from "../../src/model/scoped.ts";
import { startWasmBackend } from "../../src/model/wasm_backend.ts";
import { tinyCard, tinyWeights } from "../model/_tiny_model.ts";
import { assertClose, normals } from "../training/_arrays.ts";
import { decodeOnnx, shapeOf } from "./_decoded.ts";
import { runGraph } from "./_interpreter.ts";

/** Steps rounded to 16 bits, and sums in another order. */
const ROUNDING = 5e-5;

/** The networks of models. */
const ONE = [tinyWeights(1)];
const TWO = [tinyWeights(1), tinyWeights(2)];

function card(change: Partial<ModelCard> = {}): ModelCard {
  return {
    format: CARD_FORMAT,
    ...tinyCard(),
    weights: { file: "weights.bin", sha256: "0".repeat(64) },
    ...change,
  };
}

/** A network without statistics pools the LSTM's output alone: its last layer is smaller. */
function withoutStatistics() {
  const network = { ...tinyCard().network, statisticsBranch: false };
  const weights = new Map(tinyWeights());
  for (const [name, shape] of weightShapes(network)) {
    const length = shape.reduce((product, size) => product * size, 1);
    weights.set(name, weights.get(name)!.subarray(0, length));
  }
  return { card: card({ network }), weights: [weights] };
}

Deno.test("exportOnnx()'s operators give the engine's logits and posteriors, for any batch and length", async () => {
  await startWasmBackend();
  const models = [
    { card: card(), weights: ONE },
    { card: card({ members: 2 }), weights: TWO },
    withoutStatistics(),
  ];
  for (const { card, weights } of models) {
    const engine = new Engine(card, weights);
    const file = decodeOnnx(exportOnnx(card, weights));
    const { blockRows, strideRows } = encoderShape(card.network);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: blockRows, max: blockRows + 12 * strideRows }),
        (batch, rowCount) => {
          const size = rowCount * 64;
          const rows = normals(batch * size, rowCount).map((v) => 2 * v - 8);
          const values = scoped(() =>
            runGraph(file, rows, [batch, rowCount, 64])
          );
          for (let item = 0; item < batch; item++) {
            const window = rows.slice(item * size, (item + 1) * size);
            const at = [3 * item, 3 * item + 3];
            const [scored] = engine.score([{
              rows: [window],
              steps: new Uint8Array(),
            }]);
            assertClose(
              values.get("logits")!.subarray(...at),
              engine.logitsOf(window),
              ROUNDING,
            );
            assertClose(
              values.get("posterior")!.subarray(...at),
              scored!.posterior,
              ROUNDING,
            );
          }
        },
      ),
      { numRuns: 8, seed: 1 },
    );
    engine.dispose();
  }
});

Deno.test("exportOnnx() computes every value once, and from what comes before it", () => {
  const { graph } = decodeOnnx(exportOnnx(card({ members: 2 }), TWO));
  const known = new Set(["rows"]);
  for (const name of graph.initializer.map(({ name }) => name)) {
    assert(!known.has(name), `${name} is there twice`);
    known.add(name);
  }
  for (const { input, output } of graph.node) {
    assertEquals(input.filter((name) => !known.has(name)), []);
    assertEquals(output.filter((name) => known.has(name)), []);
    output.forEach((name) => known.add(name));
  }
  assert(graph.output.every(({ name }) => known.has(name)));
});

Deno.test("exportOnnx() says what goes in and comes out", () => {
  const { graph } = decodeOnnx(exportOnnx(card(), ONE));
  assertEquals(
    [...graph.input, ...graph.output].map((port) => [port.name, shapeOf(port)]),
    [
      ["rows", ["batch", "rows", 64]],
      ["logits", ["batch", 3]],
      ["posterior", ["batch", 3]],
    ],
  );
});

Deno.test("exportOnnx() tells a program all it needs beside the graph", () => {
  const { metadataProps } = decodeOnnx(exportOnnx(card(), ONE));
  const metadata = Object.fromEntries(
    metadataProps.map(({ key, value }) => [key, value]),
  );
  assertEquals(JSON.parse(metadata.labels!), ["calm", "happy", "angry"]);
  assertEquals(JSON.parse(metadata.features!), { ...tinyCard().features });
  assertEquals(metadata.model, "tiny");
  assertEquals(metadata.weightsSha256, "0".repeat(64));
  assertEquals(metadata.licence, "none");
  // Blocks of 17 rows, 8 apart; windows of 10 to 35.
  assertEquals(metadata.firstWindowRows, String(17 + 9 * 8));
  assertEquals(metadata.windowRows, String(17 + 34 * 8));
});

Deno.test("exportOnnx() gives one model the same bytes, and another other ones", () => {
  const bytes = exportOnnx(card(), ONE);
  assertEquals(exportOnnx(card(), ONE), bytes);
  assertNotEquals(exportOnnx(card(), [tinyWeights(2)]), bytes);
});
