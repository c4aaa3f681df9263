/**
 * What there is to measure of webhooks.
 *
 * @module
 */
import type { WebhookCounts } from "../results/webhooks/webhooks.ts";
import type { Meter } from "./meter.ts";

/** What becomes of messages, as it is counted. */
const RESULTS = ["delivered", "retried", "dead", "dropped"] as const;

/** Makes known what each target was sent, and what waits for it. */
export function measureWebhooks(
  meter: Meter,
  webhooks: { readonly counts: readonly WebhookCounts[] },
): void {
  meter.counter({
    name: "undertone_webhook_messages_total",
    help:
      "Webhooks: delivered, failed and to be tried again, given up, predictions left out",
    labelNames: ["target", "result"],
    read: () =>
      webhooks.counts.flatMap(({ target, ...counts }) =>
        RESULTS.map((result) => ({
          labels: { target, result },
          value: counts[result],
        }))
      ),
  });
  meter.gauge({
    name: "undertone_webhook_waiting",
    help: "Webhooks that wait or are under way",
    labelNames: ["target"],
    read: () =>
      webhooks.counts.map(({ target, waiting }) => ({
        labels: { target },
        value: waiting,
      })),
  });
}
