/** No figure in the project is typed: what is committed is what the files say. */
import { assertEquals } from "@std/assert";
import { buildReport } from "../../src/report/build.ts";
import { withFigures } from "../../src/report/figures_block.ts";
import { readModelFiles } from "../../src/report/model_files.ts";

const PROJECT = new URL("../../", import.meta.url);
const FOLDER = new URL("models/default/", PROJECT);
const SHIPPED = ["default", "light"];
const AGAIN = "is not what deno task report writes";

for (const name of SHIPPED) {
  const folder = new URL(`models/${name}/`, PROJECT);

  Deno.test(`the report, pictures and card page of models/${name} are those of its files`, async () => {
    for (
      const [path, text] of await buildReport(await readModelFiles(folder))
    ) {
      const committed = await Deno.readTextFile(new URL(path, folder));
      assertEquals(
        [committed === text, path],
        [true, path],
        `${path} ${AGAIN}`,
      );
    }
  });

  Deno.test(`models/${name} has no picture that is no longer drawn`, async () => {
    const texts = await buildReport(await readModelFiles(folder));
    const drawn = [...texts.keys()].filter((path) => path.endsWith(".svg"));
    const entries = Deno.readDir(new URL("pictures/", folder));
    const found = await Array.fromAsync(
      entries,
      ({ name }) => `pictures/${name}`,
    );
    assertEquals(found.sort(), drawn.sort());
  });
}

Deno.test("the README's figures are those of the shipped model's files", async () => {
  const page = await Deno.readTextFile(new URL("README.md", PROJECT));
  const files = await readModelFiles(FOLDER);
  const written = withFigures(page, files, "models/default/");
  assertEquals(written === page, true, `README.md ${AGAIN}`);
});
