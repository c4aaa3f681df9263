/** The files that the pages take for granted: recordings, and lists of them. */
import { encodeWav } from "../../src/audio/wav.ts";
import { pcm16, speechLike } from "../session/_signals.ts";
import { makeWav } from "../training/_corpus.ts";
import type { Page } from "./_pages.ts";

/** The names that pages give to recordings of their reader. */
const RECORDINGS = ["call.wav", "customer.wav", "agent.wav"];
/** Long enough for a few windows; a second of it takes a second. */
const CALL_SECONDS = 2;

type Content = string | Uint8Array<ArrayBuffer>;

/** What lies beside the project when somebody does what a page says. */
export function filesOf({ blocks }: Page): ReadonlyMap<string, Content> {
  const files = new Map<string, Content>(
    RECORDINGS.map((name) => [name, voice()]),
  );
  files.set("call.pcm", pcm16(speechLike(CALL_SECONDS)) as Content);
  for (const { language, text } of blocks) {
    if (language === "csv") addCorpus(files, text);
  }
  return files;
}

function voice(): Content {
  return encodeWav({
    sampleRateHz: 16_000,
    channels: [speechLike(CALL_SECONDS)],
  });
}

/** A list that a page shows, as calls.csv, and the recordings in it, which were made here. */
function addCorpus(files: Map<string, Content>, csv: string): void {
  files.set("calls.csv", csv);
  const [, ...lines] = csv.trim().split("\n");
  for (const [i, line] of lines.entries()) {
    files.set(line.split(",")[0]!, makeWav(i));
  }
}
