/**
 * A call as the server tells it to those who are not on its socket: an event
 * stream that begins again where it was cut.
 *
 * @module
 */
// Reads the format of event streams; the browser's own reader cannot send a key.
import { EventSourceParserStream } from "eventsource-parser/stream";
import type { CallEvent } from "../../results/call_event.ts";
import { type ApiRequest, request } from "./api.ts";

/** What the server answers to who has heard all there will be. */
const NO_CONTENT = 204;

/** One connection's worth of a call's events. */
export interface EventsRequest extends ApiRequest {
  readonly sessionId: string;
  /** The event that was heard last; what came after it is told first. */
  readonly lastEventId?: string | undefined;
}

/** What a stream says of itself: events were lost, or it ends although the call does not. */
export type StreamNote = { readonly type: "gap" } | { readonly type: "end" };

/** What was told, and the name to go on from. */
export interface HeardEvent {
  readonly id: string | undefined;
  readonly event: CallEvent | StreamNote;
}

/**
 * Opens the stream of a call's events, which goes on until the server ends it.
 *
 * @returns Nothing if the call is over and all of it has been heard.
 * @throws {ApiError} If the server refuses.
 */
export async function openCallEvents(
  { sessionId, lastEventId, ...options }: EventsRequest,
): Promise<AsyncGenerator<HeardEvent> | undefined> {
  const path = `v1/calls/${encodeURIComponent(sessionId)}/events`;
  const { status, body } = await request(path, {
    ...options,
    headers: {
      accept: "text/event-stream",
      ...(lastEventId && { "last-event-id": lastEventId }),
    },
  });
  return status === NO_CONTENT || !body ? undefined : parsed(body);
}

async function* parsed(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<HeardEvent> {
  const events = body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  for await (const { id, data } of readAll(events)) {
    yield { id, event: JSON.parse(data) };
  }
}

/** Streams are not iterable in every browser. */
async function* readAll<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader();
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {}); // it may have failed, which was told
  }
}
