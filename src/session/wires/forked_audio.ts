import type { MixType } from "../../protocol/mix_type.ts";
import type { CallStart } from "./wire_call.ts";

/** The channels of each mix, by the names that `platforms.ts` has for them. */
const DIRECTIONS: Readonly<Record<MixType, readonly string[]>> = {
  mono: ["mono"],
  mixed: ["mixed"],
  stereo: ["left", "right"],
};

/** The audio of a call that FreeSWITCH forks, for itself or for jambonz. */
export function forkedAudio(
  mixType: MixType,
  sampleRateHz: number,
): Pick<CallStart, "directions" | "encoding" | "sampleRateHz"> {
  return {
    directions: DIRECTIONS[mixType],
    encoding: "pcm_s16le",
    sampleRateHz,
  };
}
