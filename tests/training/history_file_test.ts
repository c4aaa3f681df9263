import { assert, assertEquals, assertRejects } from "@std/assert";
import * as v from "valibot";
import {
  HistorySchema,
  joinHistories,
  readHistory,
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

Deno.test("readHistory() reads what was written, and nothing where there is nothing", async () => {
  await withFolder({}, async (folder) => {
    const url = new URL(`file://${folder}`);
    assertEquals(await readHistory(url, "ab"), undefined);
    const epochs = [{ member: 1, epoch: 1, loss: 2 }];
    await writeHistory(folder, "ab", epochs);
    const history = { format: 1 as const, weightsSha256: "ab", epochs };
    assertEquals(await readHistory(url, "ab"), history);
  });
});

Deno.test("readHistory() takes no other file for a history, nor one of other weights", async () => {
  const other = { format: 1, weightsSha256: "cd", epochs: [] };
  for (const text of ["", "{}", JSON.stringify(other)]) {
    await withFolder({ "history.json": text }, async (folder) => {
      await assertRejects(
        () => readHistory(new URL(`file://${folder}/`), "ab"),
        SyntaxError,
        "history.json as it must be the history of the weights ab",
      );
    });
  }
});

Deno.test("joinHistories() numbers the networks, if all are known", () => {
  const [one, two] = [2.1, 2.2].map((loss) => ({
    format: 1 as const,
    weightsSha256: "ab",
    epochs: [{ epoch: 1, loss }],
  }));
  assertEquals(joinHistories([one, two]), [
    { member: 0, epoch: 1, loss: 2.1 },
    { member: 1, epoch: 1, loss: 2.2 },
  ]);
  assertEquals(joinHistories([one, undefined]), undefined);
});
