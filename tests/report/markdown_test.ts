import { assertEquals } from "@std/assert";
import type { Block } from "../../src/report/document.ts";
import { markdownBlock, markdownPage } from "../../src/report/markdown.ts";
import { speakersPicture } from "../../src/report/pictures/speakers.ts";
import { modelSubject } from "../../src/report/subject.ts";
import { HOSTILE, makeFiles } from "./_model_files.ts";

function lines(block: Block): string[] {
  return markdownBlock(block, "pictures/").split("\n");
}

Deno.test("markdownBlock() pads tables, words to the left and numbers to the right", () => {
  const table = {
    caption: "",
    head: ["label", "recall"],
    rows: [["a|b", "61.1"], ["longer one", "7.0"]],
  };
  assertEquals(lines({ kind: "table", table }), [
    "| label      | recall |",
    "| ---------- | -----: |",
    "| a\\|b       |   61.1 |",
    "| longer one |    7.0 |",
  ]);
});

Deno.test("markdownBlock() shows a picture with what it says in words", () => {
  const picture = speakersPicture(modelSubject(makeFiles())!)!;
  const [image] = lines({ kind: "pictures", pictures: [picture] });
  assertEquals(
    image,
    `<img src="pictures/model-speakers.svg" width="480" alt="${picture.title}. ${picture.description}">`,
  );
});

Deno.test("markdownPage() makes no markup of what came from a file", () => {
  const page = markdownPage({
    title: HOSTILE,
    blocks: [
      { kind: "notice", text: [{ strong: HOSTILE }, HOSTILE] },
      { kind: "list", items: [HOSTILE] },
      { kind: "tiles", tiles: [{ value: "1", label: HOSTILE }] },
    ],
  });
  assertEquals(page.includes("<script>"), false);
  assertEquals(page.split("\n").filter((line) => line !== "").length, 4);
});

Deno.test("markdownBlock() writes each kind of line as GitHub reads it", () => {
  assertEquals(lines({ kind: "heading", level: 3, text: "A" }), ["### A"]);
  assertEquals(lines({ kind: "shell", lines: ["deno task ok"] }), [
    "```sh",
    "deno task ok",
    "```",
  ]);
  assertEquals(
    lines({
      kind: "paragraph",
      text: [{ code: "a" }, " ", { link: "b c", text: "d" }],
    }),
    ["`a` [d](b%20c)"],
  );
});
