/**
 * What a server tells of calls to those who are not on their sockets, as a program
 * hears it.
 *
 * @module
 */
// Reads the format of event streams.
import { EventSourceParserStream } from "eventsource-parser/stream";
import type { CallEnded, CallEvent } from "../src/results/call_event.ts";
import type { Prediction } from "../src/protocol/native/messages.ts";
import { NATIVE_SUBPROTOCOL } from "../src/server/access/credential.ts";
import { httpOrigin } from "./_server_url.ts";

/** Whose calls are followed, and who hears of them. */
export interface FollowingOptions {
  /** The server, "ws://127.0.0.1:8000". */
  readonly url: string;
  /** With the scope `read`, if the server asks for one. */
  readonly key?: string | undefined;
  /** Whether a call is to be followed. */
  readonly isWanted: (callId: string) => boolean;
  readonly onPrediction: (callId: string, prediction: Prediction) => void;
  readonly onEnded: (callId: string, end: CallEnded["end"]) => void;
}

/**
 * Follows every call that begins from now on and is wanted, each over a socket of
 * its own, until the signal says so.
 *
 * @returns Once the server listens to this.
 * @throws {Error} If it refuses.
 */
export async function followCalls(
  options: FollowingOptions,
  signal: AbortSignal,
): Promise<void> {
  const { url, key, isWanted } = options;
  const response = await fetch(
    `${httpOrigin(url)}/v1/events?types=call.started`,
    { headers: authorisation(key), signal },
  );
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new Error(
      `Cannot follow the calls as the server must tell of them (--key, with the scope read): it answered ${response.status}`,
    );
  }
  hearFeed(response.body, signal, ({ sessionId, call: { callId } }) => {
    if (isWanted(callId)) followCall(sessionId, callId, options, signal);
  }).catch(() => {}); // it has ended: what was not heard is counted as missing
}

type Started = Extract<CallEvent, { type: "call.started" }>;

async function hearFeed(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
  onStarted: (event: Started) => void,
): Promise<void> {
  const events = body.pipeThrough(new TextDecoderStream(), { signal })
    .pipeThrough(new EventSourceParserStream());
  for await (const { event, data } of events) {
    if (event === "call.started") onStarted(JSON.parse(data));
  }
}

function followCall(
  sessionId: string,
  callId: string,
  { url, key, onPrediction, onEnded }: FollowingOptions,
  signal: AbortSignal,
): void {
  const socket = new WebSocket(
    `${url}/v1/calls/${sessionId}/subscribe?types=prediction,call.ended`,
    { headers: authorisation(key), protocols: [NATIVE_SUBPROTOCOL] },
  );
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    const event: CallEvent = JSON.parse(data);
    if (event.type === "prediction") onPrediction(callId, event.prediction);
    if (event.type === "call.ended") onEnded(callId, event.end);
  };
  signal.addEventListener("abort", () => socket.close());
}

function authorisation(key: string | undefined): Record<string, string> {
  return key === undefined ? {} : { authorization: `Bearer ${key}` };
}
