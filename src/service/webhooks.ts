/**
 * The webhooks of a server.
 *
 * @module
 */
import type { Log } from "../log/log.ts";
import { createPost } from "../results/webhooks/post.ts";
import type { WebhookTarget } from "../results/webhooks/target.ts";
import { REAL_TIMERS } from "../results/webhooks/timers.ts";
import { Webhooks } from "../results/webhooks/webhooks.ts";

/** What webhooks need of their process. */
export interface WebhookSettings {
  readonly log: Log;
  /** The clock on the wall, in milliseconds since 1970. */
  readonly wallMs: () => number;
}

/** Starts to send to these targets, in real time. */
export function startWebhooks(
  targets: readonly WebhookTarget[],
  { log, wallMs }: WebhookSettings,
): Webhooks {
  if (targets.length > 0) {
    log.info("webhooks", {
      message: `sends webhooks to ${targets.length} targets`,
      targets: targets.map(({ name, tenant }) => ({ name, tenant })),
    });
  }
  return new Webhooks(targets, {
    timers: REAL_TIMERS,
    post: createPost(wallMs),
    random: Math.random,
    wallMs,
    log,
  });
}
