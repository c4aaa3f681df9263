import { assertEquals } from "@std/assert";
import {
  MAX_LISTED,
  type Note,
  NOTHING_NOTED,
  withNotes,
} from "../../../src/results/records/call_notes.ts";

const ESCALATION: Note = {
  kind: "escalation",
  escalation: {
    atMs: 5,
    channel: 0,
    label: "angry",
    startMs: 0,
    endMs: 4_800,
    confidence: 0.8,
  },
};
const LOST: Note = { kind: "lost", atMs: 10 };
const BACK: Note = { kind: "back", atMs: 20 };

function notes(...notes: Note[]) {
  return { writer: "w", firstNote: 0, notes };
}

Deno.test("withNotes() joins a socket that was lost and the one that came back", () => {
  const { interruptionCount, interruptions } = withNotes(
    NOTHING_NOTED,
    notes(LOST, BACK, LOST),
  );
  assertEquals(interruptionCount, 2);
  assertEquals(interruptions, [
    { atMs: 10, resumedAtMs: 20 },
    { atMs: 10, resumedAtMs: null },
  ]);
});

Deno.test("withNotes() knows of an interruption that nobody could tell of", () => {
  const { interruptionCount, interruptions } = withNotes(
    NOTHING_NOTED,
    notes(BACK),
  );
  assertEquals(interruptionCount, 1);
  assertEquals(interruptions, [{ atMs: null, resumedAtMs: 20 }]);
});

Deno.test("withNotes() changes nothing when a writer repeats itself", () => {
  const once = withNotes(NOTHING_NOTED, notes(LOST, ESCALATION));
  assertEquals(withNotes(once, notes(LOST, ESCALATION)), once);
  const more = withNotes(once, notes(LOST, ESCALATION, BACK));
  assertEquals(more.interruptions, [{ atMs: 10, resumedAtMs: 20 }]);
  assertEquals(more.escalationCount, 1);
});

Deno.test("withNotes() takes the notes of another writer, who counts anew", () => {
  const before = withNotes(NOTHING_NOTED, notes(LOST));
  const after = withNotes(before, { ...notes(BACK), writer: "v" });
  assertEquals(after.interruptions, [{ atMs: 10, resumedAtMs: 20 }]);
});

Deno.test("withNotes() lists so many, and counts all", () => {
  const many = Array.from({ length: MAX_LISTED + 5 });
  const noted = withNotes(
    NOTHING_NOTED,
    notes(
      ...many.flatMap(() => [LOST, BACK]),
      ...many.map(() => ESCALATION),
    ),
  );
  assertEquals([noted.interruptionCount, noted.escalationCount], [105, 105]);
  assertEquals(noted.interruptions.length, MAX_LISTED);
  assertEquals(noted.escalations.length, MAX_LISTED);
});
