import { parseJambonzMessage } from "../../protocol/jambonz/parse.ts";
import { MAX_FORKED_MESSAGE_BYTES } from "../limits.ts";
import { announcedWire } from "./announced_wire.ts";
import { forkedAudio } from "./forked_audio.ts";
import type { Wire } from "./wire_dialog.ts";

/** jambonz' `listen`: what FreeSWITCH forks for it. */
export const JAMBONZ: Wire = announcedWire({
  platform: "jambonz",
  maxMessageBytes: MAX_FORKED_MESSAGE_BYTES,
  read(text) {
    const start = parseJambonzMessage(text);
    if (start === undefined) return undefined;
    const { callSid, sampleRate, mixType, roles } = start;
    return {
      ...forkedAudio(mixType, sampleRate),
      callId: callSid,
      statedRoles: roles,
    };
  },
});
