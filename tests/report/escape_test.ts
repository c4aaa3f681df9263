import { assertEquals } from "@std/assert";
import { escapeHtml, escapeMarkdown } from "../../src/report/escape.ts";

Deno.test("escapeHtml() leaves no markup, between tags and in attributes", () => {
  assertEquals(
    escapeHtml(`<a title="x">Tom & 'Jerry'</a>`),
    "&lt;a title=&quot;x&quot;&gt;Tom &amp; &#39;Jerry&#39;&lt;/a&gt;",
  );
});

Deno.test("escapeMarkdown() leaves no markup and no end of a cell or line", () => {
  const cases: [text: string, escaped: string][] = [
    ["a|b", "a\\|b"],
    ["*a* `b` ~c~ #d", "\\*a\\* \\`b\\` \\~c\\~ \\#d"],
    ["[a](b)", "\\[a\\](b)"],
    ["_a_ \\", "\\_a\\_ \\\\"],
    ["a\n# b", "a \\# b"],
    ["<b>&lt;", "&lt;b&gt;&amp;lt;"],
  ];
  for (const [text, escaped] of cases) {
    assertEquals(escapeMarkdown(text), escaped);
  }
});

Deno.test("escapeMarkdown() leaves alone what is no markup", () => {
  for (const text of ["cross_validation.json", "A & B", "61.1 ± 1.3", "-12"]) {
    assertEquals(escapeMarkdown(text), text);
  }
});
