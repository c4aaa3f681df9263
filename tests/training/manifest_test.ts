import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import fc from "fast-check";
import { parseManifest } from "../../src/training/manifest.ts";

Deno.test("parseManifest() reads paths against the manifest's folder", () => {
  const { entries, refused } = parseManifest(
    "path,label\ncalls/a.wav,angry\n/data/b.wav,calm\n",
    "/corpus",
  );
  assertEquals(refused, []);
  assertEquals(entries, [
    { path: "/corpus/calls/a.wav", label: "angry" },
    { path: "/data/b.wav", label: "calm" },
  ]);
});

Deno.test("parseManifest() reads speaker and split where they are given", () => {
  const { entries } = parseManifest(
    "path,label,speaker,split\na.wav,angry,anna,train\nb.wav,calm,,\nc.wav,calm,ben,test\n",
    ".",
  );
  assertEquals(entries, [
    { path: "./a.wav", label: "angry", speaker: "anna", split: "train" },
    { path: "./b.wav", label: "calm" },
    { path: "./c.wav", label: "calm", speaker: "ben", split: "test" },
  ]);
});

Deno.test("parseManifest() takes columns in any order and ignores others", () => {
  const { entries } = parseManifest("id,label,path\n7,angry,a.wav\n", "/c");
  assertEquals(entries, [{ path: "/c/a.wav", label: "angry" }]);
});

Deno.test("parseManifest() takes what spreadsheets write: a byte order mark, CRLF, quotes, empty lines, spaces", () => {
  const { entries, refused } = parseManifest(
    '\uFEFFpath, label\r\n"a, b.wav",angry\r\n\r\n c.wav , "very ""calm""" \r\n',
    "/c",
  );
  assertEquals(refused, []);
  assertEquals(entries, [
    { path: "/c/a, b.wav", label: "angry" },
    { path: "/c/c.wav", label: 'very "calm"' },
  ]);
});

for (
  const [what, line, reason] of [
    ["an empty path", ",angry,,", "its path must not be empty"],
    ["an empty label", "b.wav,,,", "its label must not be empty"],
    ["a missing label", "b.wav", "its label must not be empty"],
    [
      "an unknown split",
      "b.wav,calm,,dev",
      "its split must be one of train, validation, test",
    ],
    ["a path listed before", "a.wav,calm,,", "its path must be listed once"],
  ] as const
) {
  Deno.test(`parseManifest() refuses a line with ${what}, and keeps the others`, () => {
    const { entries, refused } = parseManifest(
      `path,label,speaker,split\na.wav,angry,,\n${line}\nz.wav,calm,,\n`,
      "/c",
    );
    assertEquals(entries.map(({ path }) => path), ["/c/a.wav", "/c/z.wav"]);
    assertEquals(refused.length, 1);
    assertStringIncludes(refused[0]!.reason, `Cannot use line 3 as ${reason}`);
  });
}

for (const header of ["path;label", "file,label", "path", "a.wav,angry"]) {
  Deno.test(`parseManifest() refuses the first line ${header}`, () => {
    assertThrows(
      () => parseManifest(`${header}\na.wav,angry\n`, "."),
      SyntaxError,
      `must name the columns path and label: current value is "${header}"`,
    );
  });
}

Deno.test("parseManifest() refuses a quote that never ends", () => {
  assertThrows(
    () => parseManifest('path,label\n"a.wav,angry\n', "."),
    SyntaxError,
    "Cannot read a manifest as",
  );
});

Deno.test("parseManifest() gives back any path and label that were written", () => {
  const word = fc.string({ minLength: 1 }).filter((text) =>
    text.trim() === text && !/[\r\n]/.test(text)
  );
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(word, word, (path, label) => {
      const text = `path,label\n${quote(path)},${quote(label)}\n`;
      const { entries } = parseManifest(text, "/c");
      const expected = path.startsWith("/") ? path : `/c/${path}`;
      assertEquals(entries, [{ path: expected, label }]);
    }),
    { seed: 1 },
  );
});

Deno.test("parseManifest() throws nothing but SyntaxError on any text", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        parseManifest(`path,label\n${text}`, ".");
      } catch (error) {
        assertEquals(error instanceof SyntaxError, true);
      }
    }),
    { seed: 2, numRuns: 500 },
  );
});
