/**
 * Reads who is sent webhooks: a JSON array of targets.
 *
 *     [{"name": "desk", "url": "https://…", "secret": "whsec_…", "events": ["escalation"]}]
 *
 * @module
 */
import { Buffer } from "node:buffer";
// Holds targets to their rules, as stored keys are held to theirs.
import * as v from "valibot";
import { CALL_EVENT_TYPES } from "../results/call_event.ts";
import { MAX_TARGETS } from "../results/webhooks/limits.ts";
import {
  DEFAULT_PREDICTION_MS,
  DEFAULT_WEBHOOK_EVENTS,
  type WebhookTarget,
} from "../results/webhooks/target.ts";
import { TENANT, TENANT_RULE } from "../server/access/parse_api_keys.ts";
import { SOLE_TENANT } from "../server/access/principal.ts";
import { isLoopbackHost } from "./access.ts";

/** What was read, and all that is wrong with it; a fault holds no secret and no URL. */
export interface ParsedTargets {
  readonly targets: readonly WebhookTarget[];
  readonly faults: readonly string[];
}

/** A hook's name stands in logs, in metrics and in the ids of dead letters. */
const NAME = /^[\w-]{1,40}$/;
const NAME_RULE = "must be up to 40 letters, digits, - and _";

/** Standard Webhooks 1.0: 24 to 64 bytes in base64, after "whsec_". */
const SECRET_RULE = 'must be "whsec_" and base64 of 24 to 64 bytes';
const SECRET = v.pipe(
  v.string(SECRET_RULE),
  v.regex(
    /^whsec_(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/,
    SECRET_RULE,
  ),
  v.transform((secret) => Buffer.from(secret.slice("whsec_".length), "base64")),
  v.check(({ length }) => length >= 24 && length <= 64, SECRET_RULE),
);
const SECRETS = v.pipe(
  // A rule of ours in each place: valibot's own words show the value.
  v.union([v.string(), v.array(v.string())], SECRET_RULE),
  v.transform((secrets) => typeof secrets === "string" ? [secrets] : secrets),
  v.array(SECRET),
  v.minLength(1, SECRET_RULE),
  // Two are enough to replace one.
  v.maxLength(4, "must be one secret, or up to 4 while one is replaced"),
);

const EVENTS_RULE = `must be a list of ${CALL_EVENT_TYPES.join(", ")}`;
const DISTANCE_RULE = "must be a whole number of milliseconds from 0 to 600000";

/** Strict: a misspelt "events" must not send what nobody asked for. */
const ENTRY = v.strictObject({
  name: v.pipe(v.string(NAME_RULE), v.regex(NAME, NAME_RULE)),
  tenant: v.optional(
    v.pipe(v.string(TENANT_RULE), v.regex(TENANT, TENANT_RULE)),
    SOLE_TENANT,
  ),
  url: v.string("must be a URL"),
  secret: SECRETS,
  events: v.optional(
    v.pipe(
      v.array(v.picklist(CALL_EVENT_TYPES, EVENTS_RULE), EVENTS_RULE),
      v.minLength(1, EVENTS_RULE),
    ),
    [...DEFAULT_WEBHOOK_EVENTS],
  ),
  predictionMs: v.optional(
    v.pipe(
      v.number(DISTANCE_RULE),
      v.integer(DISTANCE_RULE),
      v.minValue(0, DISTANCE_RULE),
      v.maxValue(600_000, DISTANCE_RULE),
    ),
    DEFAULT_PREDICTION_MS,
  ),
}, "must be name, url and secret, and may be tenant, events and predictionMs");

/**
 * Reads targets.
 *
 * @param httpHosts Hosts that may be spoken to without TLS.
 */
export function parseTargets(
  text: string,
  httpHosts: readonly string[],
): ParsedTargets {
  const entries = arrayOf(text);
  if (entries === undefined) {
    return { targets: [], faults: ["it must be a JSON array of targets"] };
  }
  const faults: string[] = [];
  const targets = entries.flatMap((entry, i) => {
    const read = readTarget(entry, httpHosts);
    if (typeof read !== "string") return [read];
    faults.push(`target ${i + 1}: ${read}`);
    return [];
  });
  return { targets, faults };
}

/** What is wrong with targets that are right each for itself. */
export function faultsOfTargets(targets: readonly WebhookTarget[]): string[] {
  const faults: string[] = [];
  if (new Set(targets.map(({ name }) => name)).size < targets.length) {
    faults.push("two targets have the same name");
  }
  if (targets.length > MAX_TARGETS) {
    faults.push(
      `there may be ${MAX_TARGETS} targets: there are ${targets.length}`,
    );
  }
  return faults;
}

function readTarget(
  entry: unknown,
  httpHosts: readonly string[],
): WebhookTarget | string {
  const result = v.safeParse(ENTRY, entry, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    return `${v.getDotPath(issue) ?? "it"} ${issue.message}`;
  }
  const { url: text, secret, events, ...rest } = result.output;
  const url = URL.parse(text);
  const fault = faultOfUrl(url, httpHosts);
  if (url === null || fault !== undefined) return `url ${fault}`;
  return { ...rest, url, keys: secret, events: new Set(events) };
}

function faultOfUrl(
  url: URL | null,
  httpHosts: readonly string[],
): string | undefined {
  if (url === null) return "must be a URL";
  if (url.username || url.password) {
    return "must hold no user: what receivers trust is the signature";
  }
  const { protocol, hostname } = url;
  const isPlain = isLoopbackHost(hostname) || httpHosts.includes(hostname);
  if (protocol === "https:" || (protocol === "http:" && isPlain)) {
    return undefined;
  }
  return "must be https, or http to this machine or to a host of WEBHOOK_HTTP_HOSTS";
}

function arrayOf(text: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
