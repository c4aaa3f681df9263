/**
 * Looks for calls in Deno KV.
 *
 * @module
 */
import type { IdEntry } from "./kv_append.ts";
import { keys, placeOf } from "./kv_keys.ts";
import type { CallPlace, CallQuery, StoredPage } from "./record_store.ts";
import { dominantOf, isOpen, stateOf, type StoredCall } from "./stored_call.ts";

/** Calls that one question may look at: some tens of milliseconds on a machine. */
const MAX_SCANNED = 1_000;
/** Values that Deno KV gives at a time. */
const MAX_READ = 10;

/** Which calls are still to be seen. */
export interface Seen {
  readonly nowMs: number;
  /** Calls that began before it were kept long enough. */
  readonly keptFromMs: number;
}

/** A page of a tenant's calls, newest first. */
export async function listCalls(
  kv: Deno.Kv,
  query: CallQuery,
  seen: Seen,
): Promise<StoredPage> {
  const calls: StoredCall[] = [];
  let scanned = 0;
  let last: CallPlace | undefined;
  for await (const { place, stored } of candidates(kv, query)) {
    if (calls.length >= query.limit || scanned >= MAX_SCANNED) {
      return { calls, next: last };
    }
    scanned++;
    last = place;
    if (stored && isKept(stored, seen) && matches(stored, query, seen)) {
      calls.push(stored);
    }
  }
  return { calls, next: undefined };
}

/** One call, or nothing if there is none, or none any more. */
export async function findCall(
  kv: Deno.Kv,
  tenant: string,
  id: string,
  seen: Seen,
): Promise<StoredCall | undefined> {
  const { value } = await kv.get<IdEntry>(keys.id(tenant, id));
  if (value === null || "deletedAtMs" in value) return undefined;
  const { startedAtMs } = value;
  const call = await kv.get<StoredCall>(keys.call(tenant, { startedAtMs, id }));
  const stored = call.value;
  return stored && isKept(stored, seen) ? stored : undefined;
}

/** Whether a call may still be seen: expiry is lazy, a promise to forget is not. */
export function isKept(stored: StoredCall, { nowMs, keptFromMs }: Seen) {
  return stored.call.startedAtMs >= keptFromMs ||
    isOpen(stateOf(stored, nowMs));
}

interface Candidate {
  readonly place: CallPlace;
  readonly stored: StoredCall | undefined;
}

async function* candidates(
  kv: Deno.Kv,
  query: CallQuery,
): AsyncGenerator<Candidate> {
  const index = indexOf(query);
  const prefix = index ?? keys.calls(query.tenant);
  if (isEmptySpan(query)) return; // which Deno KV takes for a fault
  const entries = kv.list<StoredCall>(
    { start: startOf(prefix, query), end: endOf(prefix, query) },
    { reverse: true, limit: MAX_SCANNED + 1 },
  );
  if (index) return yield* resolved(kv, query.tenant, entries);
  for await (const { key, value } of entries) {
    yield { place: placeOf(key), stored: value };
  }
}

/** The smaller index that answers the question, if there is one. */
function indexOf({ tenant, callId, isLive }: CallQuery) {
  if (callId !== undefined) return keys.callIds(tenant, callId);
  return isLive ? keys.live(tenant) : undefined;
}

/** Whether a span ends before it begins. */
function isEmptySpan(
  { fromMs = -Infinity, toMs = Infinity, after }: CallQuery,
) {
  return fromMs > Math.min(toMs, after?.startedAtMs ?? Infinity);
}

function startOf(prefix: Deno.KvKey, { fromMs }: CallQuery): Deno.KvKey {
  return fromMs === undefined ? prefix : [...prefix, fromMs];
}

function endOf(prefix: Deno.KvKey, { toMs, after }: CallQuery): Deno.KvKey {
  if (after && after.startedAtMs < (toMs ?? Infinity)) {
    return [...prefix, after.startedAtMs, after.id];
  }
  return [...prefix, toMs ?? true]; // a boolean comes after all numbers
}

async function* resolved(
  kv: Deno.Kv,
  tenant: string,
  entries: AsyncIterable<{ readonly key: Deno.KvKey }>,
): AsyncGenerator<Candidate> {
  let places: CallPlace[] = [];
  for await (const { key } of entries) {
    places.push(placeOf(key));
    if (places.length < MAX_READ) continue;
    yield* await read(kv, tenant, places);
    places = [];
  }
  if (places.length > 0) yield* await read(kv, tenant, places);
}

async function read(
  kv: Deno.Kv,
  tenant: string,
  places: readonly CallPlace[],
): Promise<Candidate[]> {
  const found = await kv.getMany<StoredCall[]>(
    places.map((place) => keys.call(tenant, place)),
  );
  return places.map((place, index) => ({
    place,
    stored: found[index]?.value ?? undefined,
  }));
}

function matches(
  stored: StoredCall,
  { platform, label, isEscalated, isLive }: CallQuery,
  { nowMs }: Seen,
): boolean {
  const { call, channels, escalationCount } = stored;
  const is = (wanted: boolean | undefined, actual: boolean) =>
    wanted === undefined || wanted === actual;
  return (platform === undefined || platform === call.platform) &&
    is(isEscalated, escalationCount > 0) &&
    is(isLive, isOpen(stateOf(stored, nowMs))) &&
    (label === undefined ||
      channels.some((one) => dominantOf(one, call.model.labels) === label));
}
