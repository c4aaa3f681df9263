import { assertEquals } from "@std/assert";
import { Engine } from "../../src/model/engine.ts";
import { encoderShape, stepSize } from "../../src/model/network_spec.ts";
import { startThreadedBackend } from "../../src/model/threads/threaded_backend.ts";
import { normals } from "../training/_arrays.ts";
import { TINY_NETWORK, tinyCard, tinyWeights } from "./_tiny_model.ts";

const { blockRows, strideRows } = encoderShape(TINY_NETWORK);
/** Two networks. */
const MEMBERS = [tinyWeights(1), tinyWeights(2)];
const STEP_SIZE = MEMBERS.length * stepSize(TINY_NETWORK);

/** Requests of one shape: two new steps, five known. */
function requests(count: number) {
  return Array.from({ length: count }, (_, i) => ({
    rows: [normals((blockRows + strideRows) * 64, i)],
    steps: normals(5 * STEP_SIZE, 100 + i),
  }));
}

Deno.test("Engine gives the same bits on three threads as on one, for any batch", async () => {
  const threads = await startThreadedBackend(3);
  const engine = new Engine(tinyCard(), MEMBERS);
  const sizes = [1, 2, 3, 4, 5, 7, 9, 16, 17];
  const spread = sizes.map((size) => engine.score(requests(size)));
  threads.close();
  const alone = sizes.map((size) => engine.score(requests(size)));
  assertEquals(spread, alone);
  engine.dispose();
});

Deno.test("Engine gives a window the same bits whoever shares its batch", async () => {
  const threads = await startThreadedBackend(1);
  const engine = new Engine(tinyCard(), MEMBERS);
  const together = engine.score(requests(11));
  requests(11).forEach((request, i) =>
    assertEquals(engine.score([request]), [together[i]!])
  );
  engine.dispose();
  threads.close();
});
