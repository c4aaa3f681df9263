/**
 * Call records in Deno KV: in a file on a machine, in the managed service on Deno
 * Deploy.
 *
 * @module
 */
import type { CallBatch } from "./call_batch.ts";
import { appendBatch, type Keeping } from "./kv_append.ts";
import type { KvConnection } from "./kv_connection.ts";
import { keys } from "./kv_keys.ts";
import { findCall, listCalls, type Seen } from "./kv_query.ts";
import { removeCall } from "./kv_remove.ts";
import { MARKED_AT_A_TIME, markLost, oldCalls, openCalls } from "./kv_sweep.ts";
import type { TimelineWindow } from "./record.ts";
import type {
  AppendOutcome,
  CallQuery,
  RecordStore,
  RemoveOutcome,
  StoredPage,
  Swept,
} from "./record_store.ts";
import type { StoredCall } from "./stored_call.ts";
import { readWindows } from "./window_rows.ts";

/** Values of a timeline that are read at a time: some minutes of a call. */
const VALUES_A_PART = 50;

/** What {@linkcode KvStore} is made of. */
export interface KvStoreOptions {
  readonly connection: Pick<KvConnection, "use">;
  /** How long a call is kept from its start on. */
  readonly keptMs: number;
  /** The clock on the wall, in milliseconds since 1970. */
  readonly wallMs: () => number;
}

/** Call records in Deno KV. */
export class KvStore implements RecordStore {
  readonly #options: KvStoreOptions;

  constructor(options: KvStoreOptions) {
    this.#options = options;
  }

  append(batch: CallBatch): Promise<AppendOutcome> {
    return this.#use((kv) => appendBatch(kv, batch, this.#keeping()));
  }

  list(query: CallQuery): Promise<StoredPage> {
    return this.#use((kv) => listCalls(kv, query, this.#seen()));
  }

  find(tenant: string, id: string): Promise<StoredCall | undefined> {
    return this.#use((kv) => findCall(kv, tenant, id, this.#seen()));
  }

  async *windows(
    { call: { tenant, sessionId, model } }: StoredCall,
    channel: number,
  ): AsyncGenerator<readonly TimelineWindow[]> {
    const prefix = keys.rows(tenant, sessionId, channel);
    let cursor = "";
    do {
      const part = await this.#use((kv) => readPart(kv, prefix, cursor));
      cursor = part.cursor;
      yield part.values.flatMap((bytes) => [
        ...readWindows(bytes, model.labels),
      ]);
    } while (cursor !== "");
  }

  remove(tenant: string, id: string): Promise<RemoveOutcome> {
    const nowMs = this.#options.wallMs();
    return this.#use((kv) => removeCall(kv, tenant, id, nowMs));
  }

  async sweep(): Promise<Swept> {
    const keeping = this.#keeping();
    const open = await this.#use(openCalls);
    let lostCalls = 0;
    for (let at = 0; at < open.length; at += MARKED_AT_A_TIME) {
      const some = open.slice(at, at + MARKED_AT_A_TIME);
      lostCalls += await this.#use((kv) => markLost(kv, some, keeping));
    }
    const old = await this.#use((kv) => oldCalls(kv, keeping));
    let expiredCalls = 0;
    for (const { tenant, id } of old) {
      if (await this.remove(tenant, id) === "removed") expiredCalls++;
    }
    return { lostCalls, expiredCalls };
  }

  #use<T>(act: (kv: Deno.Kv) => Promise<T>): Promise<T> {
    return this.#options.connection.use(act);
  }

  #keeping(): Keeping {
    return { keptMs: this.#options.keptMs, nowMs: this.#options.wallMs() };
  }

  #seen(): Seen {
    const { keptMs, nowMs } = this.#keeping();
    return { nowMs, keptFromMs: nowMs - keptMs };
  }
}

/** Some values, and where to go on; the cursor is empty after the last. */
async function readPart(kv: Deno.Kv, prefix: Deno.KvKey, cursor: string) {
  const values: Uint8Array[] = [];
  const entries = kv.list<Uint8Array>(
    { prefix },
    cursor === "" ? { limit: VALUES_A_PART } : { limit: VALUES_A_PART, cursor },
  );
  for await (const { value } of entries) values.push(value);
  const isLast = values.length < VALUES_A_PART;
  return { values, cursor: isLast ? "" : entries.cursor };
}
