/**
 * What is written down of a call beside its windows: sockets lost and found,
 * and escalations.
 *
 * @module
 */
import type { Escalation, Interruption } from "./record.ts";

/** A record lists so many interruptions, and so many escalations: what comes after is counted alone, so that it fits into one value of the store. */
export const MAX_LISTED = 100;

/** Something that happened in a call. */
export type Note =
  | { readonly kind: "lost" | "back"; readonly atMs: number }
  | { readonly kind: "escalation"; readonly escalation: Escalation };

/** What is noted of a call. */
export interface Noted {
  /** Who wrote notes last, and how many of its notes are in. */
  readonly writer: string;
  readonly noteCount: number;
  readonly interruptionCount: number;
  readonly interruptions: readonly Interruption[];
  readonly escalationCount: number;
  readonly escalations: readonly Escalation[];
}

/** Notes of one writer, who numbers them. */
export interface Notes {
  readonly writer: string;
  /** The number of the first of these. */
  readonly firstNote: number;
  readonly notes: readonly Note[];
}

/** Nothing noted yet. */
export const NOTHING_NOTED: Noted = {
  writer: "",
  noteCount: 0,
  interruptionCount: 0,
  interruptions: [],
  escalationCount: 0,
  escalations: [],
};

/** Adds notes; those that are in already, since a write was repeated, are passed over. */
export function withNotes(
  noted: Noted,
  { writer, firstNote, notes }: Notes,
): Noted {
  const noteCount = noted.writer === writer ? noted.noteCount : 0;
  const fresh = notes.slice(Math.max(0, noteCount - firstNote));
  const added = fresh.reduce(withNote, pick(noted));
  return {
    ...added,
    writer,
    noteCount: Math.max(noteCount, firstNote + notes.length),
  };
}

/** Only what is noted, of an object that holds more. */
function pick(noted: Noted): Noted {
  const { interruptionCount, interruptions, escalationCount, escalations } =
    noted;
  return {
    writer: noted.writer,
    noteCount: noted.noteCount,
    interruptionCount,
    interruptions,
    escalationCount,
    escalations,
  };
}

function withNote(noted: Noted, note: Note): Noted {
  if (note.kind === "escalation") {
    return {
      ...noted,
      escalationCount: noted.escalationCount + 1,
      escalations: listed(noted.escalations, note.escalation),
    };
  }
  return note.kind === "lost"
    ? interrupted(noted, { atMs: note.atMs, resumedAtMs: null })
    : resumed(noted, note.atMs);
}

function interrupted(noted: Noted, interruption: Interruption): Noted {
  return {
    ...noted,
    interruptionCount: noted.interruptionCount + 1,
    interruptions: listed(noted.interruptions, interruption),
  };
}

/** Whoever lost the socket may have died before it could say so. */
function resumed(noted: Noted, resumedAtMs: number): Noted {
  const { interruptions, interruptionCount } = noted;
  const last = interruptions.at(-1);
  if (last?.resumedAtMs === null) {
    const closed = { ...last, resumedAtMs };
    return { ...noted, interruptions: [...interruptions.slice(0, -1), closed] };
  }
  if (interruptionCount > interruptions.length) return noted;
  return interrupted(noted, { atMs: null, resumedAtMs });
}

function listed<T>(list: readonly T[], one: T): readonly T[] {
  return list.length < MAX_LISTED ? [...list, one] : list;
}
