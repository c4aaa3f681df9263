import { assert, assertEquals } from "@std/assert";
import {
  CLOSE_CODES,
  type ErrorCode,
  ProtocolError,
} from "../../src/protocol/protocol_error.ts";

Deno.test("every error code has a close code that a server may send", () => {
  for (const [code, closeCode] of Object.entries(CLOSE_CODES)) {
    // RFC 6455, section 7.4.2: 1000 to 2999 are the protocol's own.
    assert([1002, 1007, 1008, 1009, 1011, 1013].includes(closeCode), code);
    assertEquals(
      new ProtocolError(code as ErrorCode, "").closeCode,
      closeCode,
    );
  }
});

Deno.test("every error code fits into a close reason", () => {
  for (const code of Object.keys(CLOSE_CODES)) assert(code.length <= 123, code);
});

Deno.test("ProtocolError.from() passes one of its own on", () => {
  const error = new ProtocolError("bad_json", "no");
  assert(ProtocolError.from(error) === error);
});

Deno.test("ProtocolError.from() hides what is inside, and keeps it as the cause", () => {
  const cause = new TypeError("x of undefined in /srv/secret.ts");
  const error = ProtocolError.from(cause);
  assertEquals(error.code, "internal");
  assertEquals(error.closeCode, 1011);
  assert(error.cause === cause);
  assert(!error.message.includes("secret"));
});

Deno.test("ProtocolError.from() takes whatever was thrown", () => {
  for (const thrown of [undefined, null, "text", 5, {}]) {
    assertEquals(ProtocolError.from(thrown).code, "internal");
  }
});
