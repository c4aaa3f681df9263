import { assertEquals } from "@std/assert";
import { isDone } from "../../src/training/cross_validation_run.ts";
import { RunStore } from "../../src/training/cross_validation_store.ts";
import { withFolder } from "./_corpus.ts";

const RUN = { id: "F0-seed0-ab" };

Deno.test("isDone() asks for each condition", async () => {
  await withFolder({}, async (folder) => {
    const store = new RunStore(folder);
    assertEquals(await isDone(RUN, ["clean"], store), false);
    await store.write(RUN, {
      format: 1,
      fold: "F0",
      seed: 0,
      date: "2026-01-01",
      weightsSha256: "ab",
      heard: { clean: { outcomes: [], refused: [] } },
    });
    assertEquals(await isDone(RUN, ["clean"], store), true);
    assertEquals(await isDone(RUN, ["clean", "telephone"], store), false);
  });
});

Deno.test("isDone() asks a run that need not be heard for its weights alone", async () => {
  const files = { [`${RUN.id}/card.json`]: "{}" };
  await withFolder(files, async (folder) => {
    const store = new RunStore(folder);
    assertEquals(await isDone(RUN, [], store), true);
    assertEquals(await isDone({ id: "F0-seed1-ab" }, [], store), false);
  });
});
