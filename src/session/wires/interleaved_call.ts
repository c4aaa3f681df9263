import type { CallStart } from "./wire_call.ts";
import { createChannelPicker } from "./channel_picker.ts";
import type { CallControl } from "./wire_dialog.ts";

/** Hears a binary message of a call: all channels, interleaved. */
export type HearAudio = (bytes: Uint8Array) => void;

/**
 * Begins a call whose binary messages hold all of its channels, interleaved.
 *
 * @param channelCount Channels in a message, if they are more than the call's
 * directions; those beyond are dropped unread.
 * @returns What hears the messages: the channels that may be analysed go on, the
 * others are dropped unread.
 * @throws {ProtocolError} As `WireCall.begin`.
 */
export function beginInterleaved(
  call: CallControl,
  start: CallStart,
  channelCount = start.directions.length,
): HearAudio {
  const channels = call.begin(start);
  const pick = createChannelPicker(start.encoding, channelCount, channels);
  return (bytes) => call.push(pick(bytes));
}
