/**
 * What `/v1/calls` may be asked.
 *
 * @module
 */
import { ProtocolError } from "../protocol/protocol_error.ts";
import type { CallPlace, CallQuery } from "../results/records/record_store.ts";
import { PLATFORM_NAMES } from "../session/platforms.ts";

/** Calls of a page, unless it is asked for more or fewer. */
const DEFAULT_LIMIT = 50;
/** Calls of one page at most: some hundred kilobytes. */
const MAX_LIMIT = 200;
/** What a platform calls a call, and a model a label, is shorter. */
const MAX_TEXT = 256;
const MAX_SHOWN = 80;

const PLATFORMS: readonly string[] = ["native", ...PLATFORM_NAMES];
const PLACE = /^(\d{1,15})\.([\w-]{1,128})$/;
const DATE =
  /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

/** How one parameter is read: its rule, and what it says, or nothing if it breaks the rule. */
interface Parameter<T> {
  readonly rule: string;
  readonly read: (text: string) => T | undefined;
}

const BOOLEAN: Parameter<boolean> = {
  rule: "true or false",
  read: (text) => text === "true" ? true : text === "false" ? false : undefined,
};
const MOMENT: Parameter<number> = {
  rule:
    "a time such as 2026-11-24T12:00:00Z, a date, or milliseconds since 1970",
  read: readMoment,
};
const TEXT: Parameter<string> = {
  rule: `1 to ${MAX_TEXT} characters`,
  read: (text) => text.length > 0 && text.length <= MAX_TEXT ? text : undefined,
};

const LIMIT: Parameter<number> = {
  rule: `a whole number from 1 to ${MAX_LIMIT}`,
  read(text) {
    const limit = /^[1-9]\d{0,2}$/.test(text) ? Number(text) : Infinity;
    return limit <= MAX_LIMIT ? limit : undefined;
  },
};
const CURSOR: Parameter<CallPlace> = {
  rule: "the `next` of a page",
  read: readPlace,
};
const PLATFORM: Parameter<string> = {
  rule: `one of ${PLATFORMS.join(", ")}`,
  read: (text) => PLATFORMS.find((name) => name === text),
};

/** What may be asked, with the rule of each. */
export const PARAMETERS = {
  limit: LIMIT,
  cursor: CURSOR,
  from: MOMENT,
  to: MOMENT,
  platform: PLATFORM,
  callId: TEXT,
  label: TEXT,
  escalated: BOOLEAN,
  live: BOOLEAN,
};

/**
 * Reads the parameters of a list of calls.
 *
 * @throws {ProtocolError} `bad_message` if one is unknown, comes twice, or breaks its rule.
 */
export function readCallQuery(tenant: string, url: string): CallQuery {
  const { searchParams } = new URL(url);
  assertKnown(searchParams);
  const said = <T>(name: string, { rule, read }: Parameter<T>) => {
    const text = searchParams.get(name);
    if (text === null) return undefined;
    const value = read(text);
    if (value === undefined) throw refusal(name, rule, text);
    return value;
  };
  return {
    tenant,
    limit: said("limit", PARAMETERS.limit) ?? DEFAULT_LIMIT,
    after: said("cursor", PARAMETERS.cursor),
    fromMs: said("from", PARAMETERS.from),
    toMs: said("to", PARAMETERS.to),
    platform: said("platform", PARAMETERS.platform),
    callId: said("callId", PARAMETERS.callId),
    label: said("label", PARAMETERS.label),
    isEscalated: said("escalated", PARAMETERS.escalated),
    isLive: said("live", PARAMETERS.live),
  };
}

/** A place as `next` and `cursor` spell it. */
export function cursorOf({ startedAtMs, id }: CallPlace): string {
  return `${startedAtMs}.${id}`;
}

/** A filter that was misspelt would silently give every call. */
function assertKnown(parameters: URLSearchParams): void {
  const seen = new Set<string>();
  for (const [name, value] of parameters) {
    if (!Object.hasOwn(PARAMETERS, name)) {
      throw new ProtocolError(
        "bad_message",
        `Cannot list calls as a parameter must be one of ${
          Object.keys(PARAMETERS).join(", ")
        }: current value is ${shown(name)}`,
      );
    }
    if (seen.has(name)) throw refusal(name, "given once", value);
    seen.add(name);
  }
}

function readMoment(text: string): number | undefined {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const ms = DATE.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

function readPlace(text: string): CallPlace | undefined {
  const [, startedAtMs, id] = PLACE.exec(text) ?? [];
  return id === undefined
    ? undefined
    : { startedAtMs: Number(startedAtMs), id };
}

function refusal(name: string, rule: string, text: string): ProtocolError {
  return new ProtocolError(
    "bad_message",
    `Cannot list calls as ${name} must be ${rule}: current value is ${
      shown(text)
    }`,
  );
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, MAX_SHOWN));
}
