/**
 * FreeSWITCH's `mod_audio_stream` and `mod_audio_fork`, as their READMEs have it:
 * whoever gives the command puts into its URL, or into its metadata, how the
 * audio is sent.
 *
 * @module
 */
import { basicAuth } from "./basic_auth.ts";
import { binaryMessages } from "./binary_audio.ts";
import {
  callOver,
  type Receive,
  refusedMessage,
  unclean,
} from "./call_over.ts";
import { callUrl } from "./call_url.ts";
import { receiveAsFork } from "./fork_messages.ts";
import { readOption } from "./option.ts";
import { PlatformSocket, type Received } from "./platform_socket.ts";
import type { SimulatedCall, Simulator } from "./simulator.ts";

const MODULES = ["mod_audio_stream", "mod_audio_fork"] as const;
type Module = typeof MODULES[number];
const MIX_TYPES = ["mono", "mixed", "stereo"] as const;
const RATES = ["8000", "16000", "24000", "32000", "48000"] as const;
const SUBPROTOCOL = "audio.drachtio.org";

/** FreeSWITCH. */
export const freeswitch: Simulator = {
  options: {
    module: "mod_audio_stream or mod_audio_fork (mod_audio_stream)",
    mix: "mono, mixed or stereo (mono)",
    rate: "a multiple of 8000 (8000)",
    told: "url or metadata: where mix and rate are said (url)",
    roles: "said there as well, such as left=agent,right=customer",
  },
  canReorder: false,

  async run(call) {
    const { options } = call;
    const module = readOption(options, "module", MODULES);
    const told = readOption(options, "told", ["url", "metadata"]);
    const mixType = readOption(options, "mix", MIX_TYPES);
    const rate = readOption(options, "rate", RATES);
    const said = {
      mixType,
      sampleRate: rate,
      callId: "0f1c1f5e-8f0b-4f3a-9d55-1f4f6a1e9c11",
      roles: options.roles,
    };
    const messages = binaryMessages(call.audio, {
      encoding: "pcm_s16le",
      sampleRateHz: Number(rate),
      mix: mixType,
      messageMs: 20,
    });
    const url = callUrl(call, "freeswitch", {
      parameters: told === "url" ? said : {},
    });
    const socket = await DIAL[module](url, call);
    if (told === "metadata") {
      socket.send(JSON.stringify({ ...said, sampleRate: Number(rate) }));
    }
    return await callOver(socket, messages, call, RECEIVE[module]);
  },
};

type Dial = (url: string, call: SimulatedCall) => Promise<PlatformSocket>;

const DIAL: Readonly<Record<Module, Dial>> = {
  /** Headers are those of STREAM_EXTRA_HEADERS. */
  "mod_audio_stream": (url, { credential }) =>
    PlatformSocket.dial(url, {
      headers: credential ? { authorization: `Bearer ${credential}` } : {},
    }),

  /** The password is MOD_AUDIO_BASIC_AUTH_PASSWORD. */
  async "mod_audio_fork"(url, { credential }) {
    const socket = await PlatformSocket.dial(url, {
      headers: basicAuth("undertone", credential),
      protocols: [SUBPROTOCOL],
    });
    if (socket.protocol === SUBPROTOCOL) return socket;
    throw unclean(
      `agree to "${SUBPROTOCOL}"`,
      `it has agreed to "${socket.protocol}"`,
    );
  },
};

const RECEIVE: Readonly<Record<Module, Receive>> = {
  "mod_audio_stream": receiveAsStream,
  "mod_audio_fork": receiveAsFork,
};

/** Any text becomes an event of the channel; audio is none. */
function receiveAsStream(message: Received): void {
  if (typeof message === "string") return;
  throw refusedMessage("text alone", message);
}
