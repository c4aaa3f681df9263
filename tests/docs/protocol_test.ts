/** docs/protocol.md names every message, code and limit, and its examples are messages. */
import { assert, assertEquals } from "@std/assert";
import {
  MAX_MESSAGE_BYTES,
  MAX_STATE_CHARACTERS,
} from "../../src/protocol/native/messages.ts";
import { parseClientMessage } from "../../src/protocol/native/parse.ts";
import { CLOSE_CODES } from "../../src/protocol/protocol_error.ts";
import * as limits from "../../src/session/limits.ts";

const DOC = await Deno.readTextFile(
  new URL("../../docs/protocol.md", import.meta.url),
);
/** The same without its line breaks. */
const WORDS = DOC.replaceAll(/\s+/g, " ");

/** Codes that only phone platforms and HTTP can meet. */
const NOT_NATIVE = ["unsupported_encoding", "role_refused", "wrong_stream"];

Deno.test("docs/protocol.md lists the codes of the native protocol with their close codes", () => {
  const section = DOC.slice(DOC.indexOf("## Faults"), DOC.indexOf("## Limits"));
  const listed = [...section.matchAll(/^\| `(\w+)` +\| (\d{4})/gm)]
    .map(([, code, closeCode]) => [code!, Number(closeCode)]);
  const codes = Object.entries(CLOSE_CODES)
    .filter(([code]) => !NOT_NATIVE.includes(code));
  assertEquals(listed.toSorted(), codes.toSorted());
});

Deno.test("docs/protocol.md shows messages that can be read", () => {
  const blocks = [...DOC.matchAll(/```json\n([^]*?)```/g)]
    .map(([, text]) => JSON.parse(text!));
  const opens = blocks.filter(({ type }) => type === "open");
  assertEquals(opens.length, 2);
  for (const open of opens) {
    const { resume } = open;
    if (resume) resume.state = resume.state.replace("…", "");
    assertEquals(parseClientMessage(JSON.stringify(open)), open);
  }
  const types = new Set(blocks.map(({ type }) => type));
  for (
    const type of [
      "opened",
      "prediction",
      "checkpoint",
      "closed",
      "migrate",
      "pause",
      "continue",
      "error",
    ]
  ) assert(types.has(type), type);
  const inText = [...DOC.matchAll(/`(\{"type":[^`]*\})`/g)]
    .map(([, text]) => JSON.parse(text!));
  for (const message of inText.filter(({ type }) => type !== "flushed")) {
    assertEquals(parseClientMessage(JSON.stringify(message)), message);
  }
});

Deno.test("docs/protocol.md tells the limits as they are", () => {
  const mebibyte = 1_048_576;
  assertEquals(MAX_MESSAGE_BYTES, mebibyte);
  const said: readonly [number, number, string][] = [
    [limits.MAX_QUEUED_BYTES, 16 * mebibyte, "16 MiB"],
    [limits.MAX_QUEUED_BYTES_TOTAL, 256 * mebibyte, "256 MiB"],
    [limits.MAX_UNSENT_BYTES, mebibyte, "1 MiB may be unread"],
    [limits.BURST_MS, 60_000, "60 s, beyond it 1.5 times"],
    [limits.PACE, 1.5, "1.5 times as fast"],
    [limits.OPEN_WITHIN_MS, 10_000, "within 10 s"],
    [limits.IDLE_MS, 60_000, "nothing came for 60 s"],
    [limits.WIRE_IDLE_MS, 900_000, "15 min"],
    [limits.MAX_SESSION_AGE_MS, 28_800_000, "8 h"],
    [limits.RESUME_GRACE_MS, 30_000, "30 s"],
    [limits.MIGRATE_MS, 2_000, '"deadlineMs": 2000'],
    [limits.MAX_SESSIONS, 500, "| 500"],
    [limits.MAX_LAG_MS, 2_000, "over 2 s late"],
    [MAX_STATE_CHARACTERS, 16_384, "16,384 characters"],
  ];
  for (const [limit, value, text] of said) {
    assertEquals(limit, value, text);
    assert(WORDS.includes(text), text);
  }
});
