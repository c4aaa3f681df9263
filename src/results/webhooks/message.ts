/**
 * What a webhook carries.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { CallInfo } from "../../session/call_sink.ts";
import type { CallEvent } from "../call_event.ts";

/** One message, the same for every target. */
export interface WebhookMessage {
  /** The same whenever the same event is sent, by whichever instance. */
  readonly id: string;
  readonly type: CallEvent["type"];
  readonly sessionId: string;
  readonly tenant: string;
  /** Set if the newest message of a series makes older ones worthless. */
  readonly series?: string;
  /** `{type, timestamp, data}` as JSON. */
  readonly body: string;
}

/**
 * The message of an event, in the form that Standard Webhooks advises. Its `data`
 * is the event as subscribers get it, with the call it is about.
 */
export function messageOf(event: CallEvent, call?: CallInfo): WebhookMessage {
  const { type, sessionId, tenant } = event;
  const { type: _, ...fields } = event;
  const body = JSON.stringify({
    type,
    timestamp: new Date(event.atMs).toISOString(),
    data: { ...(call && { call }), ...fields },
  });
  const id = idOf(event);
  if (event.type !== "prediction") return { id, type, sessionId, tenant, body };
  const series = `channel ${event.prediction.channel}`;
  return { id, type, sessionId, tenant, series, body };
}

/** A hash, as a session's name may hold what a header must not. */
function idOf(event: CallEvent): string {
  const { sessionId, generation, type } = event;
  const name = JSON.stringify([sessionId, generation, type, ...placeOf(event)]);
  const hash = createHash("sha256").update(name).digest("base64url");
  return `msg_${hash.slice(0, 22)}`; // 132 bits
}

/** What tells an event from others of its type in a call. */
function placeOf(event: CallEvent): number[] {
  if (event.type === "escalation") return [event.channel, event.endMs];
  if (event.type !== "prediction") return [];
  return [event.prediction.channel, event.prediction.endMs];
}
