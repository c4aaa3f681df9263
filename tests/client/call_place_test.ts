import { assertEquals, assertThrows } from "@std/assert";
import { CallPlace } from "../../src/client/call_place.ts";
import { StreamError } from "../../src/client/mod.ts";
import type { Checkpoint, Opened } from "../../src/protocol/native/messages.ts";
import { answers } from "../scripts/_fake_server.ts";
import { CALL } from "../scripts/_fake_line.ts";

const OPENED = answers(CALL.open)[0] as Opened;
const CHECKPOINT: Checkpoint = {
  type: "checkpoint",
  index: 3,
  endMs: 1_945,
  fromSample: 480,
  state: "s3",
};

Deno.test("CallPlace asks for checkpoints, then goes on from the newest, counting its attempts", () => {
  const place = new CallPlace(true);
  assertEquals(place.opening(), { resumable: true });
  assertEquals(place.opened(OPENED), 0);
  assertEquals(place.resumedId, undefined);
  place.reached({ ...CHECKPOINT, state: "s2" });
  place.reached(CHECKPOINT);
  assertEquals(place.resumedId, "a session");
  for (const generation of [1, 2]) {
    assertEquals(place.opening(), {
      resumable: true,
      resume: {
        sessionId: "a session",
        generation,
        fromSample: 480,
        state: "s3",
      },
    });
  }
  const resumed = { index: 3, fromSample: 480 };
  assertEquals(place.opened({ ...OPENED, resumed }), 480);
});

Deno.test("CallPlace takes no other place than the one it asked for", () => {
  const place = new CallPlace(true);
  place.opened(OPENED);
  place.reached(CHECKPOINT);
  for (const resumed of [undefined, { index: 0, fromSample: 0 }]) {
    assertThrows(
      () => place.opened({ ...OPENED, ...resumed && { resumed } }),
      StreamError,
      "sample 480",
    );
  }
});

Deno.test("CallPlace learns from the first answer whether the server gives checkpoints", () => {
  const without = new CallPlace(true);
  without.opened(OPENED);
  assertEquals([without.answered(), without.canResume], [true, false]);
  assertEquals(without.answered(), false);

  const given = new CallPlace(true);
  given.opened(OPENED);
  given.reached(CHECKPOINT);
  assertEquals([given.answered(), given.canResume], [false, true]);
});

Deno.test("CallPlace of a call that is not to go on asks for nothing", () => {
  const place = new CallPlace(false);
  place.opened(OPENED);
  place.reached(CHECKPOINT);
  assertEquals([place.opening(), place.canResume], [{}, false]);
});
