import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { withFigures } from "../../src/report/figures_block.ts";
import { makeFiles } from "./_model_files.ts";

const PAGE = `before
<!-- figures:begin, written by deno task report -->
stale
<!-- figures:end -->
after
`;

Deno.test("withFigures() replaces what stands between the marks, and nothing else", () => {
  const page = withFigures(PAGE, makeFiles(), "models/tiny/")!;
  assertEquals([page.startsWith("before\n"), page.endsWith("\nafter\n")], [
    true,
    true,
  ]);
  assertEquals(page.includes("stale"), false);
  assertStringIncludes(page, "(models/tiny/evaluation.json)");
  assertStringIncludes(page, 'src="models/tiny/pictures/recipe-hearing.svg"');
  assertMatch(page, /^\| as recorded +\| 62\.5 \|/m);
});

Deno.test("withFigures() done again changes nothing", () => {
  const once = withFigures(PAGE, makeFiles(), "m/")!;
  assertEquals(withFigures(once, makeFiles(), "m/"), once);
});

Deno.test("withFigures() leaves a page without marks alone", () => {
  assertEquals(withFigures("no marks", makeFiles(), "m/"), undefined);
});
