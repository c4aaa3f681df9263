import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { drawPicture } from "../../src/report/draw.ts";
import { confusionPicture } from "../../src/report/pictures/confusion.ts";
import { modelSubject } from "../../src/report/subject.ts";
import { HOSTILE, makeCard, makeFiles } from "./_model_files.ts";

const PICTURE = confusionPicture(modelSubject(makeFiles())!);

Deno.test("drawPicture() gives the same bytes for the same picture", async () => {
  assertEquals(await drawPicture(PICTURE), await drawPicture(PICTURE));
});

Deno.test("drawPicture() says what it shows to who cannot see it, on plain white", async () => {
  const svg = await drawPicture(PICTURE);
  assertStringIncludes(svg, 'role="img"');
  assertStringIncludes(
    svg,
    'aria-labelledby="model-confusion-title model-confusion-desc"',
  );
  assertStringIncludes(svg, `<title id="model-confusion-title">`);
  assertStringIncludes(svg, `<desc id="model-confusion-desc">Confusion matrix`);
  assertStringIncludes(svg, 'fill="#ffffff"');
});

Deno.test("drawPicture() makes no markup of a label or a name", async () => {
  const card = makeCard({ name: HOSTILE, labels: [HOSTILE, "b", "c"] });
  const subject = modelSubject(makeFiles({ card }))!;
  const svg = await drawPicture(confusionPicture(subject));
  assert(!svg.includes("<script"), svg);
});
