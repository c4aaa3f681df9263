/**
 * A voice made here, for programs that need one and are given no recording.
 *
 * @module
 */

/** First and second formant of o and a, in Hz. Source: Peterson and Barney 1952, men. */
const VOWELS = [[300, 870], [730, 1090]] as const;

const PITCH_HZ = 140;
/** What a telephone lets through. */
const HIGHEST_HZ = 3_400;

/**
 * A voice that says o and a in turn, four times a second: enough to be taken
 * for speech in every window. It repeats after half a second, so whole seconds
 * of it can be played in a loop.
 *
 * @param sampleRateHz From 8,000 on.
 * @returns `[seconds * sampleRateHz]`
 */
export function vowels(seconds: number, sampleRateHz: number): Float32Array {
  return Float32Array.from({ length: seconds * sampleRateHz }, (_, i) => {
    const t = i / sampleRateHz;
    const formants = VOWELS[Math.floor(4 * t) % 2]!;
    let sample = 0;
    for (let hz = PITCH_HZ; hz < HIGHEST_HZ; hz += PITCH_HZ) {
      const nearness = formants.map((centre) =>
        1 / (1 + ((hz - centre) / 100) ** 2)
      );
      sample += Math.max(...nearness) * Math.sin(2 * Math.PI * hz * t);
    }
    return 0.05 * sample;
  });
}
