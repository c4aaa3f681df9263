/** Something like speech, in files. */
import { encodeWav } from "../../src/audio/wav.ts";
import { speechLike } from "../session/_signals.ts";

/** A WAV file that goes with the scope. */
export interface SpeechFile extends Disposable {
  readonly file: string;
}

/** Writes so many seconds of one or two voices. */
export function speechFile(seconds: number, channelCount = 1): SpeechFile {
  const channels = Array.from(
    { length: channelCount },
    (_, i) =>
      speechLike(seconds, 16_000, { pitchHz: 140 + 70 * i, seed: i + 1 }),
  );
  return wavFile(encodeWav({ sampleRateHz: 16_000, channels }));
}

/** Writes a file. */
export function wavFile(bytes: Uint8Array): SpeechFile {
  const file = Deno.makeTempFileSync({ suffix: ".wav" });
  Deno.writeFileSync(file, bytes);
  return { file, [Symbol.dispose]: () => Deno.removeSync(file) };
}
