/**
 * A wire whose first text says what audio follows, as binary messages.
 *
 * @module
 */
import { beginInterleaved, type HearAudio } from "./interleaved_call.ts";
import type { CallStart } from "./wire_call.ts";
import type { Wire, WireListener } from "./wire_dialog.ts";

/** What is particular about it. */
export interface Announcement extends Omit<Wire, "listen"> {
  /**
   * Reads a text message: what begins the call, or nothing.
   *
   * @throws {ProtocolError} If it is no message of the platform's.
   */
  readonly read: (text: string) => CallStart | undefined;
}

/** Creates the wire. Audio before the announcement is refused, and a second announcement. */
export function announcedWire({ read, ...wire }: Announcement): Wire {
  return {
    ...wire,
    listen(call): WireListener {
      let hear: HearAudio = (bytes) => call.push(bytes);
      return {
        hearText(text) {
          const start = read(text);
          if (start !== undefined) hear = beginInterleaved(call, start);
        },
        hearAudio: (bytes) => hear(bytes),
      };
    },
  };
}
