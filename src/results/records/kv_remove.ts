/**
 * Removes calls from Deno KV.
 *
 * @module
 */
import type { IdEntry } from "./kv_append.ts";
import { keys } from "./kv_keys.ts";
import type { RemoveOutcome } from "./record_store.ts";
import { isOpen, stateOf, type StoredCall } from "./stored_call.ts";

/** Deno KV takes a thousand changes at a time. */
const MAX_DELETED = 500;
/** That a call was deleted is remembered so long: an instance that was cut off may still want to write of it. */
const REMEMBERED_MS = 86_400_000;

/** Removes all of a call that is over: its windows first, so that a removal that was cut short can be repeated. */
export async function removeCall(
  kv: Deno.Kv,
  tenant: string,
  id: string,
  nowMs: number,
): Promise<RemoveOutcome> {
  for (;;) {
    const idEntry = await kv.get<IdEntry>(keys.id(tenant, id));
    if (idEntry.value === null || "deletedAtMs" in idEntry.value) {
      return "unknown";
    }
    const place = { startedAtMs: idEntry.value.startedAtMs, id };
    const callEntry = await kv.get<StoredCall>(keys.call(tenant, place));
    const stored = callEntry.value;
    if (stored && isOpen(stateOf(stored, nowMs))) return "live";
    await removeRows(kv, tenant, id);
    const remembered: IdEntry = { deletedAtMs: nowMs };
    const write = kv.atomic()
      .check(idEntry, callEntry)
      .delete(callEntry.key)
      .delete(keys.liveCall(tenant, place))
      .set(idEntry.key, remembered, { expireIn: REMEMBERED_MS });
    if (stored) write.delete(keys.callId(tenant, stored.call.callId, place));
    if ((await write.commit()).ok) return stored ? "removed" : "unknown";
  }
}

async function removeRows(
  kv: Deno.Kv,
  tenant: string,
  id: string,
): Promise<void> {
  for (;;) {
    const write = kv.atomic();
    let count = 0;
    const entries = kv.list({ prefix: keys.allRows(tenant, id) }, {
      limit: MAX_DELETED,
    });
    for await (const { key } of entries) {
      write.delete(key);
      count++;
    }
    if (count === 0) return;
    await write.commit();
  }
}
