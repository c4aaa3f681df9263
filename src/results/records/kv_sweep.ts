/**
 * Puts right what nobody else does: calls whose instance died, and calls that
 * were kept long enough where the store is slow to forget.
 *
 * @module
 */
import { expireIn, type Keeping } from "./kv_append.ts";
import { keys, placeOf, ROOT } from "./kv_keys.ts";
import { stateOf, type StoredCall } from "./stored_call.ts";

/** Calls that one sweep removes, so that it ends soon; the next one goes on. */
const MAX_REMOVED = 500;

/** Calls that are looked at in one sweep, for the memory that their keys take. */
const MAX_OPEN = 10_000;
/** Deno KV reads so many values at a time. */
export const MARKED_AT_A_TIME = 10;

/** A call that was kept long enough. */
export interface OldCall {
  readonly tenant: string;
  readonly id: string;
}

/** Calls that are not over, as far as is known; more than a cluster hears at a time are left for the next sweep. */
export async function openCalls(kv: Deno.Kv): Promise<readonly Deno.KvKey[]> {
  const found: Deno.KvKey[] = [];
  const entries = kv.list({ prefix: [...ROOT, "live"] }, { limit: MAX_OPEN });
  for await (const { key } of entries) found.push(key);
  return found;
}

/**
 * Marks those of the calls that nobody writes of any more.
 *
 * @param open Of {@linkcode openCalls}, at most {@linkcode MARKED_AT_A_TIME}.
 * @returns How many were marked.
 */
export async function markLost(
  kv: Deno.Kv,
  open: readonly Deno.KvKey[],
  keeping: Keeping,
): Promise<number> {
  let count = 0;
  const entries = await kv.getMany<StoredCall[]>(
    open.map((key) => keys.call(tenantOf(key), placeOf(key))),
  );
  for (const [place, entry] of entries.entries()) {
    const stored = entry.value;
    if (stored && stateOf(stored, keeping.nowMs) !== "lost") continue;
    const write = kv.atomic().check(entry).delete(open[place]!);
    if (stored) {
      const lost: StoredCall = { ...stored, state: "lost" };
      const expiry = expireIn(stored.call.startedAtMs, keeping);
      write.set(entry.key, lost, expiry);
    }
    // Whoever has written meanwhile lives.
    if ((await write.commit()).ok) count++;
  }
  return count;
}

/** Calls of all tenants that were kept long enough, oldest first; not all of them if they are many. */
export async function oldCalls(
  kv: Deno.Kv,
  { keptMs, nowMs }: Keeping,
): Promise<readonly OldCall[]> {
  const old: OldCall[] = [];
  for await (const tenant of tenants(kv)) {
    const start = keys.calls(tenant);
    const end = [...start, nowMs - keptMs];
    const limit = MAX_REMOVED - old.length;
    if (limit <= 0) break;
    for await (const { key } of kv.list({ start, end }, { limit })) {
      old.push({ tenant, id: placeOf(key).id });
    }
  }
  return old;
}

/** Every tenant once: from each one's first call it leaps behind the last. */
async function* tenants(kv: Deno.Kv): AsyncGenerator<string> {
  const prefix: Deno.KvKey = [...ROOT, "call"];
  let start = prefix;
  for (;;) {
    const entries = kv.list({ start, end: [...prefix, true] }, { limit: 1 });
    const { value, done } = await entries.next();
    if (done) return;
    const tenant = tenantOf(value.key);
    yield tenant;
    start = [...prefix, tenant, true]; // a boolean comes after all numbers
  }
}

function tenantOf(key: Deno.KvKey): string {
  return key[ROOT.length + 1] as string;
}
