/**
 * Who is sent webhooks, and of what.
 *
 * @module
 */
import type { CallEvent } from "../call_event.ts";

/** An event that may be sent. */
export type WebhookEvent = CallEvent["type"];

/** What is sent unless more or less is asked for: not predictions, of which there are many. */
export const DEFAULT_WEBHOOK_EVENTS: readonly WebhookEvent[] = [
  "call.started",
  "escalation",
  "call.ended",
];

/** A channel's predictions are sent this far apart at least, unless it is said otherwise. */
export const DEFAULT_PREDICTION_MS = 5_000;

/** One receiver. It comes from the operator alone; nothing a client sends makes one. */
export interface WebhookTarget {
  /** Names it where its URL, which may hold a secret, must not be shown. */
  readonly name: string;
  /** Whose calls it hears of. */
  readonly tenant: string;
  readonly url: URL;
  /** Each signs every message: more than one while a secret is replaced. */
  readonly keys: readonly Uint8Array[];
  readonly events: ReadonlySet<WebhookEvent>;
  /** The least distance of two predictions of a channel that are sent, in the call's audio. */
  readonly predictionMs: number;
}
