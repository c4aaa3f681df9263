import { assertEquals, assertThrows } from "@std/assert";
import { ProtocolError } from "../../src/protocol/protocol_error.ts";
import { assertMessageSize } from "../../src/session/message_size.ts";

Deno.test("assertMessageSize() takes what is as large as it may be", () => {
  assertMessageSize("x".repeat(10), 10);
  assertMessageSize("€€€", 9);
  assertMessageSize(new Uint8Array(10), 10);
});

for (const message of ["x".repeat(10), "€€€", new Uint8Array(9)]) {
  Deno.test(`assertMessageSize() counts the bytes of ${message.length} elements`, () => {
    const { code } = assertThrows(
      () => assertMessageSize(message, 8),
      ProtocolError,
      "at most 8 bytes",
    );
    assertEquals(code, "message_too_large");
  });
}
