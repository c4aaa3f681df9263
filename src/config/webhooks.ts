/**
 * The part of the configuration that says who is sent webhooks.
 *
 * @module
 */
import type { WebhookTarget } from "../results/webhooks/target.ts";
import { faultsOfTargets, parseTargets } from "./webhook_targets.ts";
import { listOf } from "./words.ts";

/** What the environment says of webhooks. */
export interface WebhookConfig {
  /**
   * `WEBHOOKS`, a JSON array of targets, and what the file `WEBHOOKS_FILE` holds;
   * or, for one target, `WEBHOOK_URL`, `WEBHOOK_SECRET` and `WEBHOOK_EVENTS`.
   * `WEBHOOK_HTTP_HOSTS`, with commas, may be sent to without TLS.
   *
   * @default nobody
   */
  readonly webhooks: readonly WebhookTarget[];
}

/** What the one target that variables describe is called. */
const SOLE_TARGET = "default";

/**
 * Reads it; a variable that is empty counts as not set.
 *
 * @param readTextFile Reads a file.
 * @param faults Gets what is wrong; never with a secret or a URL.
 */
export function readWebhookConfig(
  env: (name: string) => string | undefined,
  readTextFile: (path: string) => string,
  faults: string[],
): WebhookConfig {
  const httpHosts = listOf(env("WEBHOOK_HTTP_HOSTS")?.toLowerCase());
  const targets: WebhookTarget[] = [];
  const add = (name: string, text: string) => {
    const read = parseTargets(text, httpHosts);
    targets.push(...read.targets);
    faults.push(...read.faults.map((fault) => `${name}: ${fault}`));
  };
  const text = env("WEBHOOKS") || undefined;
  const file = env("WEBHOOKS_FILE") || undefined;
  if (text !== undefined) add("WEBHOOKS", text);
  if (file !== undefined) {
    try {
      add("WEBHOOKS_FILE", readTextFile(file));
    } catch (error) {
      const { message } = error as Error;
      faults.push(`WEBHOOKS_FILE must be a file that can be read: ${message}`);
    }
  }
  if (env("WEBHOOK_URL")) add("WEBHOOK_URL", soleTarget(env));
  faults.push(...faultsOfTargets(targets).map((fault) => `WEBHOOKS: ${fault}`));
  return { webhooks: targets };
}

/** The target that variables describe, as it would stand in a file. */
function soleTarget(env: (name: string) => string | undefined): string {
  const events = listOf(env("WEBHOOK_EVENTS"));
  return JSON.stringify([{
    name: SOLE_TARGET,
    url: env("WEBHOOK_URL"),
    secret: listOf(env("WEBHOOK_SECRET")),
    ...(events.length > 0 && { events }),
  }]);
}
