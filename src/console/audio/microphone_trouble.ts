/**
 * Why there is no microphone, in words.
 *
 * @module
 */
import { MicrophoneError, type MicrophoneErrorCode } from "../../client/mod.ts";
import type { Trouble } from "../trouble.ts";

const FILE = "A WAV file works without one.";

const BY_CODE: Readonly<Record<MicrophoneErrorCode, Trouble>> = {
  refused: {
    what: "The browser was not allowed to use the microphone.",
    wayOn:
      `Allow it in the browser's settings for this page, then try again. ${FILE}`,
  },
  "no_device": {
    what: "There is no microphone.",
    wayOn: `Connect one, then try again. ${FILE}`,
  },
  busy: {
    what: "The microphone is used by another program, or is broken.",
    wayOn: `Close the other program, then try again. ${FILE}`,
  },
  lost: {
    what: "The microphone has gone: unplugged, or no longer allowed.",
    wayOn:
      "What has been answered so far stays here and can be downloaded. Start again when it is back.",
  },
  blocked: {
    what: "The microphone's own code was not loaded.",
    wayOn: `Load the page again. ${FILE}`,
  },
  unheard: {
    what: "The page could not keep up with the microphone.",
    wayOn: "Close what keeps this machine busy, then start again.",
  },
  unsupported: {
    what:
      "Browsers give a microphone only to pages that come over HTTPS or from this machine itself.",
    wayOn: `Open this page over HTTPS, or as http://localhost. ${FILE}`,
  },
};

/** What to tell of a microphone that cannot be heard. */
export function microphoneTrouble(fault: unknown): Trouble {
  const { code, message } = MicrophoneError.from(fault);
  return { ...BY_CODE[code], detail: message };
}
