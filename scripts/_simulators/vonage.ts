/**
 * Vonage's Voice API, as its documentation of WebSockets has it: one channel with
 * everybody's voice, and a first message that carries the NCCO's headers.
 *
 * @module
 */
import { binaryMessages } from "./binary_audio.ts";
import { callOver, refusedMessage } from "./call_over.ts";
import { callUrl } from "./call_url.ts";
import { readOption } from "./option.ts";
import { PlatformSocket, type Received } from "./platform_socket.ts";
import type { Simulator } from "./simulator.ts";

const RATES = ["16000", "8000", "24000"] as const;
const MESSAGE_MS = 20;

/** Vonage. */
export const vonage: Simulator = {
  options: {
    rate: "8000, 16000 or 24000 (16000)",
    form: "event, or old: a first message without it (event)",
    roles: "the header of that name in the NCCO, such as mixed=customer",
  },
  canReorder: false,

  async run(call) {
    const { options, credential } = call;
    const rate = readOption(options, "rate", RATES);
    const form = readOption(options, "form", ["event", "old"]);
    const sampleRateHz = Number(rate);
    const messages = binaryMessages(call.audio, {
      encoding: "pcm_s16le",
      sampleRateHz,
      mix: "mixed",
      messageMs: MESSAGE_MS,
    });
    const socket = await PlatformSocket.dial(callUrl(call, "vonage"), {
      // `authorization: {type: "custom"}` of the endpoint
      headers: credential ? { authorization: `Bearer ${credential}` } : {},
    });
    socket.send(JSON.stringify({
      ...(form === "event" && { event: "websocket:connected" }),
      "content-type": `audio/l16;rate=${rate}`,
      callId: "aaaaaaaa-bbbb-cccc-dddd-0123456789ab",
      roles: options.roles,
    }));
    return await callOver(
      socket,
      messages,
      call,
      (message) => receive(message, sampleRateHz * 2 * MESSAGE_MS / 1000),
    );
  },
};

/** Audio is played if it has the size of a message, and two commands are known. */
function receive(message: Received, messageBytes: number): void {
  if (typeof message !== "string") {
    if (message.length === messageBytes) return;
    throw refusedMessage(`audio in messages of ${messageBytes} bytes`, message);
  }
  if (!["clear", "notify"].includes(actionOf(message))) {
    throw refusedMessage('{"action":"clear"} or "notify" as text', message);
  }
}

function actionOf(text: string): string {
  try {
    return String(JSON.parse(text)?.action);
  } catch {
    return "";
  }
}
