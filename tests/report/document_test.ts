import { assertEquals } from "@std/assert";
import { plain, prose } from "../../src/report/document.ts";

const SOURCE = "Run `deno task x`, **now**, as [told](page.md).";

Deno.test("prose() reads code, strong text and links", () => {
  assertEquals(prose(SOURCE), [
    "Run ",
    { code: "deno task x" },
    ", ",
    { strong: "now" },
    ", as ",
    { link: "page.md", text: "told" },
    ".",
  ]);
  assertEquals(prose("nothing of the kind"), ["nothing of the kind"]);
});

Deno.test("plain() keeps the words and where a link leads", () => {
  assertEquals(plain(SOURCE), "Run deno task x, now, as told (page.md).");
});
