/**
 * The microphone of who looks at the page.
 *
 * @module
 */
import { openMicrophone } from "../../client/mod.ts";
import type { AudioSource } from "./audio_source.ts";

/** Audio in a chunk: as long as may be, as each wakes the page. */
const CHUNK_MS = 60;

/** Asks for the microphone. @throws {MicrophoneError} If it cannot be had. */
export async function openMicrophoneSource(): Promise<AudioSource> {
  const microphone = await openMicrophone({
    chunkMs: CHUNK_MS,
    workletUrl: new URL("console/microphone_worklet.js", document.baseURI),
  });
  return {
    sampleRateHz: microphone.sampleRateHz,
    channelCount: 1,
    isLive: true,
    async *chunks() {
      for await (const samples of microphone) yield [samples];
    },
    stop: () => microphone.stop(),
  };
}
