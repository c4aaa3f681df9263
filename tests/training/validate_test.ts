import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { Engine } from "../../src/model/engine.ts";
import { judgeClips } from "../../src/training/validate.ts";
import { makeVariant } from "./_clips.ts";
import { TINY } from "./_tiny_task.ts";

Deno.test("judgeClips() shows the window that ends a tenth of a second after the speech", () => {
  const shown: Float32Array[] = [];
  const engine = {
    logitsOf(rows: Float32Array) {
      shown.push(rows);
      return Float32Array.of(1, 2);
    },
  } as Engine;
  const variant = {
    ...makeVariant(60, (frame) => -frame / 10, { melCount: 8 }),
    region: { start: 10, end: 30 },
  };
  const clip = { label: 1, speaker: "1", isSong: false, variants: [variant] };
  const judged = judgeClips(engine, { network: TINY }, [clip], 1e-6);
  assertEquals(judged, [{ label: 1, logits: Float32Array.of(1, 2) }]);
  const [rows] = shown;
  const rowCount = 7 + 34 * 4; // 35 embeddings of 7 rows, 4 apart
  assertEquals(rows!.length, rowCount * 8);
  const level = (row: number) => rows![row * 8]!;
  assertAlmostEquals(level(rowCount - 1), -3.9, 1e-3); // frame 39
  assertAlmostEquals(level(rowCount - 40), 0, 1e-3); // frame 0
  assertAlmostEquals(level(0), Math.log(1e-6), 1e-3); // silence before the clip
});
