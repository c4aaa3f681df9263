import { assert, assertEquals } from "@std/assert";
import { MicrophoneError } from "../../../src/client/mod.ts";
import { microphoneTrouble } from "../../../src/console/audio/microphone_trouble.ts";

Deno.test("microphoneTrouble() tells refused, missing and busy apart, with a way on", () => {
  const troubles = ["refused", "no_device", "busy", "lost", "unsupported"]
    .map((code) => microphoneTrouble(new MicrophoneError(code as "refused")));
  assertEquals(new Set(troubles.map(({ what }) => what)).size, 5);
  assert(troubles.every(({ wayOn }) => wayOn.length > 10));
});

Deno.test("microphoneTrouble() knows what a browser throws", () => {
  const refused = new DOMException("Permission denied", "NotAllowedError");
  assertEquals(
    microphoneTrouble(refused).what,
    "The browser was not allowed to use the microphone.",
  );
});
