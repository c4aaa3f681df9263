/**
 * Asterisk's `chan_websocket`, as its documentation has it and as version 22.10.1
 * was seen to do: it dials with the subprotocol "media", announces the one format
 * and sends 20 ms a message.
 *
 * @module
 */
import type { SampleEncoding } from "../../src/audio/sample_encoding.ts";
import { basicAuth } from "./basic_auth.ts";
import { binaryMessages } from "./binary_audio.ts";
import { callOver, refusedMessage, unclean } from "./call_over.ts";
import { callUrl } from "./call_url.ts";
import { readOption } from "./option.ts";
import { PlatformSocket, type Received } from "./platform_socket.ts";
import type { Simulator } from "./simulator.ts";

/** Encoding, rate in Hz and bytes of 20 ms of the formats of a dial string. */
const FORMATS = {
  ulaw: ["mulaw", 8_000, 160],
  alaw: ["alaw", 8_000, 160],
  slin: ["pcm_s16le", 8_000, 320],
  slin16: ["pcm_s16le", 16_000, 640],
  slin48: ["pcm_s16le", 48_000, 1_920],
} as const satisfies Record<string, [SampleEncoding, number, number]>;

const MESSAGE_MS = 20;
const CHANNEL_ID = "1795514685.8";

/** Asterisk. */
export const asterisk: Simulator = {
  options: {
    format:
      "c(...) of the dial string: ulaw, alaw, slin, slin16, slin48 (ulaw)",
    control: "plain-text, or json for f(json) (plain-text)",
    roles: "roles in v(...) of the dial string, such as media=customer",
  },
  canReorder: false,

  async run(call) {
    const { options, credential } = call;
    const format = readOption(options, "format", [
      "ulaw",
      "alaw",
      "slin",
      "slin16",
      "slin48",
    ]);
    const control = readOption(options, "control", ["plain-text", "json"]);
    const [encoding, sampleRateHz, messageBytes] = FORMATS[format];
    const messages = binaryMessages(call.audio, {
      encoding,
      sampleRateHz,
      mix: "mono",
      messageMs: MESSAGE_MS,
    });
    const socket = await PlatformSocket.dial(
      callUrl(call, "asterisk", {
        parameters: { callId: "1795514685.7", roles: options.roles },
      }),
      { headers: basicAuth("undertone", credential), protocols: ["media"] },
    );
    if (socket.protocol !== "media") {
      throw unclean(
        'agree to "media"',
        `it has agreed to "${socket.protocol}"`,
      );
    }
    socket.send(announcement(format, messageBytes, control));
    return await callOver(socket, messages, call, receive);
  },
};

function announcement(
  format: string,
  messageBytes: number,
  control: "json" | "plain-text",
): string {
  const fields = {
    "connection_id": "undertone",
    channel: "WebSocket/undertone/0x7f3d44001e70",
    "channel_id": CHANNEL_ID,
    format,
    "optimal_frame_size": messageBytes,
    ptime: MESSAGE_MS,
  };
  if (control === "json") {
    return JSON.stringify({
      event: "MEDIA_START",
      ...fields,
      "channel_variables": { "MEDIA_WEBSOCKET_CONNECTION_ID": "undertone" },
    });
  }
  const values = Object.entries(fields).map(([name, value]) =>
    `${name}:${value}`
  );
  return ["MEDIA_START", ...values].join(" ");
}

const COMMANDS = [
  "ANSWER",
  "HANGUP",
  "START_MEDIA_BUFFERING",
  "STOP_MEDIA_BUFFERING",
  "MARK_MEDIA",
  "FLUSH_MEDIA",
  "GET_STATUS",
  "REPORT_QUEUE_DRAINED",
  "PAUSE_MEDIA",
  "CONTINUE_MEDIA",
];
const MAX_COMMAND_BYTES = 128;

/** Audio would be played into the call; any other text than a command is warned of. */
function receive(message: Received): void {
  if (typeof message !== "string") {
    throw refusedMessage("no audio into the call that it listens to", message);
  }
  const name = /"command" *: *"(\w+)"/.exec(message)?.[1] ??
    message.split(" ")[0]!;
  if (message.length <= MAX_COMMAND_BYTES && COMMANDS.includes(name)) return;
  throw refusedMessage(
    `commands of at most ${MAX_COMMAND_BYTES} bytes as text`,
    message,
  );
}
