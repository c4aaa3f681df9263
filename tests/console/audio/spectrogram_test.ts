import { assert, assertEquals } from "@std/assert";
import { FEATURES } from "../../../src/audio/feature_spec.ts";
import {
  BAND_COUNT,
  COLUMN_MS,
  MAX_WAITING,
  Spectrogram,
} from "../../../src/console/audio/spectrogram.ts";
import { speechLike } from "../../session/_signals.ts";

const { sampleRateHz } = FEATURES;

/** A tone of a frequency. */
function tone(hz: number, seconds: number): Float32Array {
  return Float32Array.from(
    { length: seconds * sampleRateHz },
    (_, i) => 0.3 * Math.sin(2 * Math.PI * hz * i / sampleRateHz),
  );
}

Deno.test("Spectrogram has a column for every forty milliseconds", () => {
  const spectrogram = new Spectrogram(sampleRateHz);
  spectrogram.push(tone(400, 2));
  const columns = spectrogram.take();
  assertEquals(COLUMN_MS, 40);
  assertEquals(columns.length, 49); // the last frame of the fiftieth is not complete
  assert(columns.every((column) => column.length === BAND_COUNT));
  assertEquals(spectrogram.take().length, 0);
});

Deno.test("Spectrogram tells when there is something to draw, and only then", () => {
  const spectrogram = new Spectrogram(sampleRateHz);
  let toldCount = 0;
  spectrogram.onColumns = () => toldCount++;
  spectrogram.push(tone(400, 0.02));
  assertEquals(toldCount, 0);
  spectrogram.push(tone(400, 0.1));
  assertEquals(toldCount, 1);
});

Deno.test("Spectrogram shows a higher tone higher, and silence dark", () => {
  const loudest = (samples: Float32Array) => {
    const spectrogram = new Spectrogram(sampleRateHz);
    spectrogram.push(samples);
    const column = spectrogram.take().at(-1)!;
    return { band: column.indexOf(Math.max(...column)), column };
  };
  assert(loudest(tone(300, 1)).band < loudest(tone(2_000, 1)).band);
  assertEquals(
    [...loudest(new Float32Array(sampleRateHz)).column],
    new Array(BAND_COUNT).fill(0),
  );
});

Deno.test("Spectrogram does not depend on how the audio is cut", () => {
  const samples = speechLike(2);
  const [whole, cut] = [
    new Spectrogram(sampleRateHz),
    new Spectrogram(sampleRateHz),
  ];
  whole.push(samples);
  for (let at = 0; at < samples.length; at += 777) {
    cut.push(samples.subarray(at, at + 777));
  }
  assertEquals(cut.take(), whole.take());
});

Deno.test("Spectrogram that nobody draws keeps the last half minute", () => {
  const spectrogram = new Spectrogram(8_000);
  for (let i = 0; i < 60; i++) spectrogram.push(new Float32Array(8_000));
  assertEquals(spectrogram.take().length, MAX_WAITING);
});
