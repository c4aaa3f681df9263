/**
 * What FreeSWITCH's forks of a call's audio, jambonz' among them, put into it.
 *
 * @module
 */

/**
 * - `mono`: the voice of the party whose channel it is.
 * - `mixed`: that voice and what is played to it, in one channel.
 * - `stereo`: that voice left, what is played to it right.
 */
export const MIX_TYPES = ["mono", "mixed", "stereo"] as const;
/** One of {@linkcode MIX_TYPES}. */
export type MixType = typeof MIX_TYPES[number];
