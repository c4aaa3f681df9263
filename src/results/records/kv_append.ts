/**
 * Writes of a call into Deno KV: all that belongs together, or nothing.
 *
 * @module
 */
import { applyBatch, type CallBatch } from "./call_batch.ts";
import { keys } from "./kv_keys.ts";
import type { AppendOutcome, CallPlace } from "./record_store.ts";
import { isOpen, type StoredCall } from "./stored_call.ts";

/** What lies under a call's `id`: its place, or that it was deleted and must not come back. */
export type IdEntry =
  | { readonly startedAtMs: number }
  | { readonly deletedAtMs: number };

/** How long records are kept, and what time it is. */
export interface Keeping {
  readonly keptMs: number;
  readonly nowMs: number;
}

/** Two instances that write of one call at a time: each of the others gets its turn before so many attempts. */
const MAX_ATTEMPTS = 8;
/** A call that is still heard when its time is over is kept this much longer. */
const MIN_KEPT_MS = 3_600_000;

/**
 * Writes what is new of a call.
 *
 * @throws {Error} If the store is away, or others write of this call all the time.
 */
export async function appendBatch(
  kv: Deno.Kv,
  batch: CallBatch,
  keeping: Keeping,
): Promise<AppendOutcome> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const outcome = await tryAppend(kv, batch, keeping);
    if (outcome !== undefined) return outcome;
  }
  throw new Error(
    `Cannot write of the call as it must hold still: others have written ${MAX_ATTEMPTS} times meanwhile`,
  );
}

/** How long a value of a call may lie from now on. */
export function expireIn(
  startedAtMs: number,
  { keptMs, nowMs }: Keeping,
): { expireIn: number } {
  return { expireIn: Math.max(MIN_KEPT_MS, startedAtMs + keptMs - nowMs) };
}

/** @returns Nothing if somebody else has written meanwhile. */
async function tryAppend(
  kv: Deno.Kv,
  batch: CallBatch,
  keeping: Keeping,
): Promise<AppendOutcome | undefined> {
  const { tenant, sessionId: id } = batch.call;
  const { idEntry, callEntry } = await readBoth(kv, batch);
  if (callEntry === undefined) return "overtaken";
  const before = callEntry.value ?? undefined;
  const applied = applyBatch(before, batch);
  if (applied === undefined) return "overtaken";
  const { stored, rows } = applied;
  const { startedAtMs, callId } = stored.call;
  const place = { startedAtMs, id };
  const expiry = expireIn(startedAtMs, keeping);
  const write = kv.atomic()
    .check(idEntry, callEntry)
    .set(keys.call(tenant, place), stored, expiry);
  for (const { channel, firstIndex, bytes } of rows) {
    write.set([...keys.rows(tenant, id, channel), firstIndex], bytes, expiry);
  }
  if (idEntry.value === null) {
    const entry: IdEntry = { startedAtMs };
    write.set(keys.id(tenant, id), entry, expiry)
      .set(keys.callId(tenant, callId, place), null, expiry);
  }
  markLive(write, before, stored, expiry);
  return (await write.commit()).ok ? "written" : undefined;
}

/** The call's two entries; a call that was deleted has none of its own. */
async function readBoth(kv: Deno.Kv, { call }: CallBatch): Promise<{
  idEntry: Deno.KvEntryMaybe<IdEntry>;
  callEntry: Deno.KvEntryMaybe<StoredCall> | undefined;
}> {
  const { tenant, sessionId: id, startedAtMs } = call;
  const at = (startedAtMs: number) => keys.call(tenant, { startedAtMs, id });
  const [idEntry, callEntry] = await kv.getMany<[IdEntry, StoredCall]>([
    keys.id(tenant, id),
    at(startedAtMs),
  ]);
  const { value } = idEntry;
  if (value === null) return { idEntry, callEntry };
  if ("deletedAtMs" in value) return { idEntry, callEntry: undefined };
  if (value.startedAtMs === startedAtMs) return { idEntry, callEntry };
  return { idEntry, callEntry: await kv.get(at(value.startedAtMs)) };
}

function markLive(
  write: Deno.AtomicOperation,
  before: StoredCall | undefined,
  { call, state }: StoredCall,
  expiry: { expireIn: number },
): void {
  const wasOpen = before !== undefined && isOpen(before.state);
  if (wasOpen === isOpen(state)) return;
  const { tenant, startedAtMs, sessionId: id } = call;
  const place: CallPlace = { startedAtMs, id };
  const key = keys.liveCall(tenant, place);
  if (wasOpen) write.delete(key);
  else write.set(key, null, expiry);
}
