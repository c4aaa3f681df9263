import type { AudioEncoding } from "../../protocol/native/messages.ts";
import { bytesPerSample } from "../../audio/sample_encoding.ts";
import { ProtocolError } from "../../protocol/protocol_error.ts";
import type { CallChannel } from "../roles.ts";

/** Takes the channels that are analysed out of interleaved bytes. */
export type ChannelPicker = (bytes: Uint8Array) => Uint8Array;

/**
 * Creates a picker for audio in which a platform interleaves all channels of a
 * call: those that may not be analysed are dropped before anything is decoded.
 *
 *     E I E I E I    channelCount 2, channels [E]    -->    E E E
 *
 * @param channels As `begin` gave them. If they are all, bytes pass as they are.
 * @throws {ProtocolError} When it picks, `bad_audio` if the bytes are not whole
 * samples of all channels.
 */
export function createChannelPicker(
  encoding: AudioEncoding,
  channelCount: number,
  channels: readonly Pick<CallChannel, "place">[],
): ChannelPicker {
  const sampleBytes = bytesPerSample(encoding);
  const tickBytes = sampleBytes * channelCount;
  if (channels.length === channelCount) return (bytes) => bytes;

  return (bytes) => {
    assertWhole(bytes, tickBytes);
    const ticks = bytes.length / tickBytes;
    const picked = new Uint8Array(ticks * sampleBytes * channels.length);
    let written = 0;
    for (let tick = 0; tick < ticks; tick++) {
      for (const { place } of channels) {
        const from = tick * tickBytes + place * sampleBytes;
        for (let i = 0; i < sampleBytes; i++) {
          picked[written++] = bytes[from + i]!;
        }
      }
    }
    return picked;
  };
}

function assertWhole(bytes: Uint8Array, tickBytes: number): void {
  if (bytes.length % tickBytes === 0) return;
  throw new ProtocolError(
    "bad_audio",
    `Cannot take audio as a message must hold whole samples of all channels, ${tickBytes} bytes each: current value is ${bytes.length} bytes`,
  );
}
