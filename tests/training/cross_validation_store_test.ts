import { assertEquals, assertRejects } from "@std/assert";
import {
  type KeptRun,
  RunStore,
} from "../../src/training/cross_validation_store.ts";
import { withFolder } from "./_corpus.ts";

const RUN = { id: "F0-seed0-ab" };

const KEPT: KeptRun = {
  format: 1,
  fold: "F0",
  seed: 0,
  date: "2026-01-01",
  weightsSha256: "ab",
  heard: { clean: { outcomes: [], refused: [] } },
};

Deno.test("RunStore reads what it wrote, and nothing of a run not made", async () => {
  await withFolder({}, async (folder) => {
    const store = new RunStore(folder);
    assertEquals(await store.read(RUN), undefined);
    await store.write(RUN, KEPT);
    assertEquals(await store.read(RUN), KEPT);
    assertEquals(await store.read({ id: "F1-seed0-ab" }), undefined);
  });
});

Deno.test("RunStore takes no other file for a run", async () => {
  for (const text of ["", "{", "null", "{}", '{"format":0}']) {
    await withFolder({ [`${RUN.id}.json`]: text }, async (folder) => {
      await assertRejects(
        () => new RunStore(folder).read(RUN),
        SyntaxError,
        `${RUN.id}.json" as it must be a run`,
      );
    });
  }
});

Deno.test("RunStore counts a model without a card as not trained", async () => {
  await withFolder({ [`${RUN.id}/weights.bin`]: "" }, async (folder) => {
    const store = new RunStore(folder);
    assertEquals(await store.isTrained(RUN), false);
    await Deno.writeTextFile(`${store.modelFolder(RUN)}/card.json`, "{}");
    assertEquals(await store.isTrained(RUN), true);
  });
});

Deno.test("RunStore lets one at a time work on a run", async () => {
  await withFolder({}, async (folder) => {
    const store = new RunStore(`${folder}/new`);
    const first = await store.lock(RUN);
    let isSecondIn = false;
    const second = store.lock(RUN).then((lock) => {
      isSecondIn = true;
      return lock;
    });
    using _other = await store.lock({ id: "F1-seed0-ab" });
    assertEquals(isSecondIn, false);
    first[Symbol.dispose]();
    (await second)[Symbol.dispose]();
    assertEquals(isSecondIn, true);
  });
});
