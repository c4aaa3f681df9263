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

/** A call that was kept long enough. */
export interface OldCall {
  readonly tenant: string;
  readonly id: string;
}

/** Marks calls that nobody writes of any more. @returns How many. */
export async function markLost(kv: Deno.Kv, keeping: Keeping): Promise<number> {
  let count = 0;
  for await (const { key } of kv.list({ prefix: [...ROOT, "live"] })) {
    const place = placeOf(key);
    const entry = await kv.get<StoredCall>(keys.call(tenantOf(key), place));
    const stored = entry.value;
    if (stored && stateOf(stored, keeping.nowMs) !== "lost") continue;
    const write = kv.atomic().check(entry).delete(key);
    if (stored) {
      const lost: StoredCall = { ...stored, state: "lost" };
      write.set(entry.key, lost, expireIn(place.startedAtMs, keeping));
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
