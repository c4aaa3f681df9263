import { parseVonageMessage } from "../../protocol/vonage/parse.ts";
import { announcedWire } from "./announced_wire.ts";
import type { Wire } from "./wire_dialog.ts";

/** Vonage: one channel, in which all others of the conversation are mixed. */
export const VONAGE: Wire = announcedWire({
  platform: "vonage",
  read(text) {
    const start = parseVonageMessage(text);
    if (start === undefined) return undefined;
    const { roles, ...call } = start;
    return {
      ...call,
      encoding: "pcm_s16le",
      directions: ["mixed"],
      statedRoles: roles,
    };
  },
});
