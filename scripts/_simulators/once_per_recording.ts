import type { Audio } from "../../src/audio/wav.ts";

/**
 * Makes something of each recording in each manner once, however many calls say
 * it: two hundred calls that each prepared their own messages would take seconds
 * of a core at their beginning, and speak late.
 *
 * @param make Its result is shared, so that nobody may change it.
 */
export function oncePerRecording<M extends object, T>(
  make: (audio: Audio, manner: M) => T,
): (audio: Audio, manner: M) => T {
  const made = new WeakMap<Audio, Map<string, T>>();
  return (audio, manner) => {
    const ofAudio = made.get(audio) ?? new Map<string, T>();
    made.set(audio, ofAudio);
    const key = JSON.stringify(manner);
    const known = ofAudio.get(key);
    if (known !== undefined) return known;
    const result = make(audio, manner);
    ofAudio.set(key, result);
    return result;
  };
}
