import { assert, assertEquals } from "@std/assert";
import * as v from "valibot";
import {
  HistorySchema,
  writeHistory,
} from "../../src/training/history_file.ts";
import { withFolder } from "./_corpus.ts";

Deno.test("writeHistory() keeps every epoch, rounded, with validation or without", async () => {
  await withFolder({}, async (folder) => {
    await writeHistory(folder, "ab", [
      { epoch: 1, loss: 2.07944154, validation: { loss: 1.98768, uar: 1 / 3 } },
      { epoch: 2, loss: 1.5 },
    ]);
    const text = await Deno.readTextFile(`${folder}/history.json`);
    assertEquals(v.parse(HistorySchema, JSON.parse(text)), {
      format: 1,
      weightsSha256: "ab",
      epochs: [
        { epoch: 1, loss: 2.0794, validation: { loss: 1.9877, uar: 0.3333 } },
        { epoch: 2, loss: 1.5 },
      ],
    });
    assert(text.endsWith("}\n"));
  });
});

Deno.test("HistorySchema takes no history without an epoch", () => {
  const empty = { format: 1, weightsSha256: "ab", epochs: [] };
  assertEquals(v.safeParse(HistorySchema, empty).success, false);
});
