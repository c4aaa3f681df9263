/**
 * Under which keys a call lies in Deno KV.
 *
 *     call   tenant startedAtMs id          the call, newest last
 *     id     tenant id                      when it started: the place of its `call`
 *     callId tenant callId startedAtMs id   by the platform's name
 *     live   tenant startedAtMs id          calls that are not over
 *     rows   tenant id channel firstIndex   windows
 *
 * All of them begin with {@linkcode ROOT}, whose number changes with their form.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { CallPlace } from "./record_store.ts";

/** What all keys begin with. */
export const ROOT = ["calls", 1] as const;
/** A longer name stands as its hash: a key has at most 2,048 bytes. */
const MAX_NAME = 200;

/** Keys of one tenant's calls. */
export const keys = {
  calls: (tenant: string) => [...ROOT, "call", tenant],
  call: (tenant: string, { startedAtMs, id }: CallPlace) => [
    ...keys.calls(tenant),
    startedAtMs,
    id,
  ],
  id: (tenant: string, id: string) => [...ROOT, "id", tenant, id],
  callIds: (tenant: string, callId: string) => [
    ...ROOT,
    "callId",
    tenant,
    shortened(callId),
  ],
  callId: (tenant: string, callId: string, { startedAtMs, id }: CallPlace) => [
    ...keys.callIds(tenant, callId),
    startedAtMs,
    id,
  ],
  live: (tenant: string) => [...ROOT, "live", tenant],
  liveCall: (tenant: string, { startedAtMs, id }: CallPlace) => [
    ...keys.live(tenant),
    startedAtMs,
    id,
  ],
  allRows: (tenant: string, id: string) => [...ROOT, "rows", tenant, id],
  rows: (tenant: string, id: string, channel: number) => [
    ...keys.allRows(tenant, id),
    channel,
  ],
};

/** The place that a key of `call`, `callId` or `live` ends with. */
export function placeOf(key: Deno.KvKey): CallPlace {
  const [startedAtMs, id] = key.slice(-2);
  return { startedAtMs: startedAtMs as number, id: id as string };
}

function shortened(name: string): string {
  if (name.length <= MAX_NAME) return name;
  return createHash("sha256").update(name).digest("hex");
}
