import { assert, assertEquals } from "@std/assert";
import { CLOSE_CODES } from "../../src/protocol/protocol_error.ts";
import { troubleOf } from "../../src/console/trouble.ts";

Deno.test("troubleOf() says what happened and a way on, whatever the code", () => {
  for (const code of [...Object.keys(CLOSE_CODES), "a_code_of_tomorrow"]) {
    const { what, wayOn, detail } = troubleOf(code, "the server's words");
    assert(what.length > 10 && wayOn.length > 10, code);
    assertEquals(detail, "the server's words");
  }
});

Deno.test("troubleOf() asks for a key where one would help", () => {
  const needing = ["unauthorized", "forbidden", "bad_key", "internal"]
    .filter((code) => troubleOf(code, "").needsKey);
  assertEquals(needing, ["unauthorized", "forbidden", "bad_key"]);
});
