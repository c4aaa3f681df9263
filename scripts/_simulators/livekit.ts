/**
 * LiveKit's track egress, as its documentation and the source of its pipeline
 * have it: 48 kHz in two channels that are alike, nothing said before, and a text
 * when the track is muted or is not any more.
 *
 * @module
 */
import { binaryMessages } from "./binary_audio.ts";
import { callOver, refusedMessage } from "./call_over.ts";
import { callUrl } from "./call_url.ts";
import { readOption } from "./option.ts";
import { PlatformSocket } from "./platform_socket.ts";
import type { Simulator } from "./simulator.ts";
import type { TimedMessage } from "./speak.ts";

/** GStreamer's mixer puts so much into a buffer. */
const BUFFER_MS = 10;
/** The egress calls a track muted after so long without packets. */
const NOTICE_MS = 500;

/** LiveKit. */
export const livekit: Simulator = {
  options: {
    mute: "FROM-TO, seconds in which the track is muted",
    muted: "silence, or nothing: what is sent meanwhile, by version (silence)",
    roles: "in the URL, such as track=customer",
  },
  canReorder: false,

  async run(call) {
    const { options, credential } = call;
    const muted = readOption(options, "muted", ["silence", "nothing"]);
    const messages = binaryMessages(call.audio, {
      encoding: "pcm_s16le",
      sampleRateHz: 48_000,
      mix: "doubled",
      messageMs: BUFFER_MS,
    });
    const socket = await PlatformSocket.dial(
      callUrl(call, "livekit", {
        credential,
        parameters: {
          callId: "support-room",
          streamId: "TR_AMqCb3bPTsDqRc",
          roles: options.roles,
        },
      }),
      { headers: { "content-type": "audio/x-raw" } },
    );
    const said = options.mute === undefined
      ? messages
      : muting(messages, readMute(options.mute), muted);
    return await callOver(socket, said, call, (message) => {
      throw refusedMessage("nothing, as nobody reads it", message);
    });
  },
};

interface Mute {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A call with a mute: its audio becomes silence or is not sent, and texts tell of it. */
function muting(
  messages: readonly TimedMessage[],
  { fromMs, toMs }: Mute,
  meanwhile: "nothing" | "silence",
): TimedMessage[] {
  const heard = messages.flatMap(({ atMs, message }) => {
    if (atMs <= fromMs || atMs > toMs) return [{ atMs, message }];
    if (meanwhile === "nothing") return [];
    return [{ atMs, message: new Uint8Array(message.length) }];
  });
  const told = [
    { atMs: fromMs + NOTICE_MS, message: '{"muted":true}' },
    { atMs: toMs, message: '{"muted":false}' },
  ];
  return [...heard, ...told].sort((a, b) => a.atMs - b.atMs);
}

function readMute(text: string): Mute {
  const [, from, to] = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  const mute = { fromMs: Number(from) * 1000, toMs: Number(to) * 1000 };
  if (mute.toMs - mute.fromMs > NOTICE_MS) return mute;
  throw new SyntaxError(
    `Cannot simulate a mute as it must be FROM-TO in seconds, longer than ${NOTICE_MS} ms: current value is "${text}"`,
  );
}
