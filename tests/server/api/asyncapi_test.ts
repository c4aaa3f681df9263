/** What goes over sockets against what is published of it. */
import { assertEquals } from "@std/assert";
import { Random } from "../../../src/training/random.ts";
import { DIALECT_NAMES } from "../../../src/protocol/twilio/dialects.ts";
import { FUZZED_WIRES } from "../../../scripts/_fuzz/wires.ts";
import { garbleText } from "../../../scripts/_fuzz/garble.ts";
import { NativeDialog } from "../../../src/session/native_dialog.ts";
import { wireDeps } from "../../session/_calls.ts";
import { FakeClient, settle } from "../../session/_fakes.ts";
import { pcm16, speechLike } from "../../session/_signals.ts";
import { OPEN } from "../_server.ts";
import { assertDescribed, asyncapi } from "./_schemas.ts";

Deno.test("a native dialog says and is told what asyncapi.json says", async () => {
  const client = new FakeClient();
  const dialog = new NativeDialog(client, wireDeps().deps);
  const said = [
    { ...JSON.parse(OPEN), resumable: true, callId: "mine" },
    { type: "flush", id: "a" },
    { type: "keepalive" },
    { type: "close" },
  ];
  for (const message of said) {
    assertDescribed("asyncapi", "ClientMessage", message);
    dialog.receiveText(JSON.stringify(message));
    if (message.type === "open") dialog.receiveAudio(pcm16(speechLike(3)));
    await settle();
  }
  const types = new Set(client.messages.map(({ type }) => type));
  assertEquals([...types].sort(), [
    "checkpoint",
    "closed",
    "flushed",
    "opened",
    "prediction",
  ]);
  for (const message of client.messages) {
    assertDescribed("asyncapi", "ServerMessage", message);
  }
});

Deno.test("a native fault is what asyncapi.json says", () => {
  for (let i = 0; i < 50; i++) {
    const client = new FakeClient();
    const dialog = new NativeDialog(client, wireDeps().deps);
    dialog.receiveText(garbleText(new Random(1, i), OPEN));
    for (const message of client.messages) {
      assertDescribed("asyncapi", "ServerMessage", message);
    }
  }
});

Deno.test("asyncapi.json names the fields of each platform of Twilio's family", () => {
  for (const name of DIALECT_NAMES) {
    const { messages } = asyncapi.channels[name];
    const { call } = FUZZED_WIRES.find((wire) => wire.name === name)!;
    for (const kind of ["start", "media", "stop"] as const) {
      const text = call.find((said) =>
        typeof said === "string" && JSON.parse(said).event === kind
      );
      const said = JSON.parse(text as string);
      const { payload } = messages[`said_${kind}`];
      const missing = payload.required.filter((field) => !(field in said));
      assertEquals(missing, [], `${name} ${kind}`);
    }
  }
});
