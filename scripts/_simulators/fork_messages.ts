import { refusedMessage } from "./call_over.ts";
import type { Received } from "./platform_socket.ts";

/** The messages of a server that `mod_audio_fork` knows. */
const TYPES = [
  "playAudio",
  "killAudio",
  "mark",
  "clearMarks",
  "transcription",
  "transfer",
  "disconnect",
  "error",
  "json",
];

/** What `mod_audio_fork` does: audio is discarded, a text must be JSON of a type that it knows. */
export function receiveAsFork(message: Received): void {
  if (typeof message === "string" && TYPES.includes(typeOf(message))) return;
  throw refusedMessage("JSON with a type that mod_audio_fork knows", message);
}

function typeOf(text: string): string {
  try {
    return String(JSON.parse(text)?.type);
  } catch {
    return "";
  }
}
