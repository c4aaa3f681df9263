import { assertEquals } from "@std/assert";
import { Engine, type EngineResult } from "../../src/model/engine.ts";
import { encoderShape } from "../../src/model/network_spec.ts";
import { startThreadedBackend } from "../../src/model/threads/threaded_backend.ts";
import { normals } from "../training/_arrays.ts";
import { TINY_NETWORK, tinyCard, tinyWeights } from "./_tiny_model.ts";

const { blockRows, strideRows } = encoderShape(TINY_NETWORK);
/** Two networks. */
const MEMBERS = [tinyWeights(1), tinyWeights(2)];

/** Requests of one shape: two new steps, five known. */
function requests(engine: Engine, count: number) {
  const rowsOf = (steps: number, seed: number) =>
    normals((blockRows + (steps - 1) * strideRows) * 64, seed);
  return Array.from({ length: count }, (_, i) => {
    const before = { rows: [rowsOf(5, 100 + i)], steps: new Uint8Array() };
    const [{ steps }] = engine.score([before]) as [EngineResult];
    return { rows: [rowsOf(2, i)], steps };
  });
}

Deno.test("Engine gives the same bits on three threads as on one, for any batch", async () => {
  const threads = await startThreadedBackend(3);
  const engine = new Engine(tinyCard(), MEMBERS);
  const sizes = [1, 2, 3, 4, 5, 7, 9, 16, 17];
  const spread = sizes.map((size) => engine.score(requests(engine, size)));
  threads.close();
  const alone = sizes.map((size) => engine.score(requests(engine, size)));
  assertEquals(spread, alone);
  engine.dispose();
});

Deno.test("Engine gives a window the same bits whoever shares its batch", async () => {
  const threads = await startThreadedBackend(1);
  const engine = new Engine(tinyCard(), MEMBERS);
  const together = engine.score(requests(engine, 11));
  requests(engine, 11).forEach((request, i) =>
    assertEquals(engine.score([request]), [together[i]!])
  );
  engine.dispose();
  threads.close();
});
