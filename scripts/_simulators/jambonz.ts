/**
 * jambonz' `listen` verb, as its documentation has it: a subprotocol that must be
 * agreed to, one text with the call's attributes and the verb's metadata, audio.
 *
 * @module
 */
import { basicAuth } from "./basic_auth.ts";
import { binaryMessages } from "./binary_audio.ts";
import { callOver, unclean } from "./call_over.ts";
import { callUrl } from "./call_url.ts";
import { receiveAsFork } from "./fork_messages.ts";
import { readOption } from "./option.ts";
import { PlatformSocket } from "./platform_socket.ts";
import type { Simulator } from "./simulator.ts";

const SUBPROTOCOL = "audio.jambonz.org";
/** jambonz has 64 kHz as well, which no recording here is resampled to. */
const RATES = ["8000", "16000", "24000", "48000"] as const;

/** jambonz. */
export const jambonz: Simulator = {
  options: {
    mix: "mixType of the verb: mono, mixed or stereo (mono)",
    rate: "sampleRate of the verb: 8000, 16000, 24000 or 48000 (8000)",
    roles: "in the verb's metadata, such as left=agent,right=customer",
  },
  canReorder: false,

  async run(call) {
    const { options, credential } = call;
    const mixType = readOption(options, "mix", ["mono", "mixed", "stereo"]);
    const sampleRate = Number(readOption(options, "rate", RATES));
    const messages = binaryMessages(call.audio, {
      encoding: "pcm_s16le",
      sampleRateHz: sampleRate,
      mix: mixType,
      messageMs: 20,
    });
    const socket = await PlatformSocket.dial(callUrl(call, "jambonz"), {
      headers: basicAuth("undertone", credential), // the verb's wsAuth
      protocols: [SUBPROTOCOL],
    });
    if (socket.protocol !== SUBPROTOCOL) {
      throw unclean(
        `agree to "${SUBPROTOCOL}"`,
        `it has agreed to "${socket.protocol}"`,
      );
    }
    socket.send(JSON.stringify({
      sampleRate,
      mixType,
      callSid: "9fb35c28-9688-4531-943c-e280b04f3adf",
      direction: "inbound",
      from: "15085550100",
      to: "15085550199",
      callId: "d8907723-0bc7-123b-09b5-12e962f3039b",
      callStatus: "in-progress",
      sipStatus: 200,
      accountSid: "fef61e75-cec3-496c-a7bc-8368e4d02a04",
      applicationSid: "0e0681b0-d49f-4fb8-b973-b5a3c6758de1",
      roles: options.roles,
    }));
    socket.send('{"event":"dtmf","dtmf":"5","duration":"1600"}');
    return await callOver(socket, messages, call, receiveAsFork);
  },
};
