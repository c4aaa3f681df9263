/**
 * One attempt to deliver one message.
 *
 * @module
 */
import type { WebhookMessage } from "./message.ts";
import { retryAfterMs } from "./retry_wait.ts";
import { signedHeaders } from "./signature.ts";
import type { WebhookTarget } from "./target.ts";

/** What came of an attempt. A reason never holds the target's URL. */
export type Outcome =
  | { readonly kind: "delivered" }
  | {
    readonly kind: "failed";
    readonly reason: string;
    /** How long the target asked to be left alone. */
    readonly pauseMs?: number | undefined;
  }
  /** The target wants nothing any more. */
  | { readonly kind: "gone"; readonly reason: string };

/** Sends one message to one target; never rejects. */
export type Post = (
  target: WebhookTarget,
  message: WebhookMessage,
  signal: AbortSignal,
) => Promise<Outcome>;

/**
 * Creates a {@linkcode Post} over HTTP. It follows no redirect, as a signed
 * message is for whom the operator named, and reads no answer beyond its head.
 *
 * @param wallMs The clock on the wall, in milliseconds since 1970.
 */
export function createPost(wallMs: () => number): Post {
  return async (target, message, signal) => {
    try {
      const response = await fetch(target.url, {
        method: "POST",
        redirect: "manual",
        headers: {
          "content-type": "application/json",
          "user-agent": "undertone-webhooks",
          ...signedHeaders({ ...message, atMs: wallMs() }, target.keys),
        },
        body: message.body,
        signal,
      });
      const outcome = outcomeOf(response, wallMs());
      await response.body?.cancel();
      return outcome;
    } catch {
      const reason = signal.aborted ? "no answer in time" : "not reached";
      return { kind: "failed", reason };
    }
  };
}

function outcomeOf({ ok, status, headers }: Response, nowMs: number): Outcome {
  if (ok) return { kind: "delivered" };
  const reason = `status ${status}`;
  if (status === 410) return { kind: "gone", reason };
  const pauseMs = status === 429 || status === 503
    ? retryAfterMs(headers.get("retry-after"), nowMs)
    : undefined;
  return { kind: "failed", reason, pauseMs };
}
