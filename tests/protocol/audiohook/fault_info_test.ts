import { assertEquals } from "@std/assert";
import { faultInfo } from "../../../src/protocol/audiohook/fault_info.ts";
import {
  type ErrorCode,
  ProtocolError,
} from "../../../src/protocol/protocol_error.ts";

Deno.test("faultInfo() begins with AudioHook's number, 400 for any fault it has none for", () => {
  const numbers: [ErrorCode, number][] = [
    ["bad_json", 400],
    ["bad_message", 400],
    ["bad_audio", 400],
    ["unknown_type", 405],
    ["too_slow", 408],
    ["not_open", 409],
    ["already_open", 409],
    ["message_too_large", 413],
    ["unsupported_encoding", 415],
    ["too_far_ahead", 429],
    ["internal", 500],
    ["not_ready", 503],
    ["overloaded", 503],
  ];
  for (const [code, number] of numbers) {
    const info = faultInfo(new ProtocolError(code, "Cannot go on"));
    assertEquals(info, `${number} Cannot go on`);
  }
});
