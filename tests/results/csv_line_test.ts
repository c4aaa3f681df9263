import { assertEquals } from "@std/assert";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { csvLine } from "../../src/results/csv_line.ts";

fc.configureGlobal({ seed: 2_026 });

const CELL = fc.oneof(
  fc.string(),
  fc.stringMatching(/^[=+\-@\t\r",\n']{0,3}[a-z]?$/),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constant(null),
);

/** What a spreadsheet computes with, if a cell begins so. */
const FORMULA = /^[=+\-@\t\r]/;

Deno.test("csvLine() is read as the cells it was made of, and no text as a formula", () => {
  fc.assert(fc.property(fc.array(CELL, { minLength: 2 }), (cells) => {
    const [read] = parse(csvLine(cells), { record_delimiter: "\r\n" });
    assertEquals(
      read,
      cells.map((cell) => {
        const text = String(cell ?? "");
        return typeof cell === "string" && FORMULA.test(text)
          ? `'${text}`
          : text;
      }),
    );
  }));
});

Deno.test("csvLine() rounds numbers that are not whole, and takes none for a formula", () => {
  assertEquals(csvLine([1, 1 / 3, -0.5, -2], 4), "1,0.3333,-0.5000,-2\r\n");
  assertEquals(csvLine([0.1, -0.5]), "0.1,-0.5\r\n");
});
