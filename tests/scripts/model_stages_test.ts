import { assertEquals } from "@std/assert";
import { modelStages } from "../../scripts/_model_stages.ts";
import { loadModel } from "../../src/model/load.ts";

Deno.test("modelStages() can all be timed, the whole session on what is scored", async () => {
  const folder = new URL("../../models/default/", import.meta.url);
  const model = await loadModel(folder);
  try {
    const stages = await modelStages(model, folder);
    for (const { run } of stages) await run();
    assertEquals(stages.length, 10);
  } finally {
    model.dispose();
  }
});
