/**
 * Call records over HTTP: each tenant's own.
 *
 *     GET    /v1/calls        a page of them, newest first
 *     GET    /v1/calls/ID     one with its timeline; ?format=csv for the timeline as a table
 *     DELETE /v1/calls/ID     forgets one that is over
 *
 * @module
 */
import type { Context, Hono } from "hono";
import { ProtocolError } from "../protocol/protocol_error.ts";
import type { CallRecords } from "../results/records/call_records.ts";
import type { CallPage } from "../results/records/record.ts";
import type { RecordStore } from "../results/records/record_store.ts";
import { recordOf, type StoredCall } from "../results/records/stored_call.ts";
import type { Gate } from "./access/gate.ts";
import type { Principal, Scope } from "./access/principal.ts";
import { callCsv, callJson } from "./call_body.ts";
import { cursorOf, readCallQuery } from "./calls_query.ts";
import { httpFault } from "./http_fault.ts";

/** What the routes of call records need. */
export interface CallsDeps {
  readonly gate: Gate;
  readonly records: CallRecords;
  /** The clock on the wall, in milliseconds since 1970. */
  readonly wallMs: () => number;
  /** Hears why the store could not be asked. */
  readonly onInternalFault: (fault: unknown) => void;
}

/** Ids that can be a call's; others need not be looked for. */
const ID = /^[\w-]{1,128}$/;

/** Adds the routes of call records. */
export function addCallsRoutes(app: Hono, deps: CallsDeps): void {
  const guarded = (scope: Scope, answer: Answer) => (c: Context) =>
    answered(c, scope, answer, deps);
  app.get("/v1/calls", guarded("read", listCalls));
  app.get("/v1/calls/:id", guarded("read", tellCall));
  app.delete("/v1/calls/:id", guarded("admin", removeCall));
}

/** What an answer is made of. */
interface Asked {
  readonly store: RecordStore;
  readonly tenant: string;
  readonly wallMs: () => number;
}

type Answer = (c: Context, asked: Asked) => Promise<Response>;

async function answered(
  c: Context,
  scope: Scope,
  answer: Answer,
  { gate, records: { store }, wallMs, onInternalFault }: CallsDeps,
): Promise<Response> {
  const who: Principal | Response = await gate.admit(c, scope);
  if (who instanceof Response) return who;
  if (store === undefined) {
    return httpFault(
      c,
      "not_found",
      "Cannot tell of calls as they must be recorded: RECORDS is off",
    );
  }
  c.header("cache-control", "no-store"); // what is told of people is not kept on the way
  try {
    return await answer(c, { store, tenant: who.tenant, wallMs });
  } catch (fault) {
    if (fault instanceof ProtocolError) {
      return httpFault(c, "bad_message", fault.message);
    }
    onInternalFault(fault);
    return httpFault(
      c,
      "store_away",
      "Cannot tell of calls as their store must answer: try again later",
    );
  }
}

async function listCalls(
  c: Context,
  { store, tenant, wallMs }: Asked,
): Promise<Response> {
  const page = await store.list(readCallQuery(tenant, c.req.url));
  const nowMs = wallMs();
  const told: CallPage = {
    calls: page.calls.map((stored) => recordOf(stored, nowMs)),
    next: page.next ? cursorOf(page.next) : null,
  };
  return c.json(told);
}

async function tellCall(
  c: Context,
  { store, tenant, wallMs }: Asked,
): Promise<Response> {
  const format = c.req.query("format") ?? "json";
  if (format !== "json" && format !== "csv") {
    throw new ProtocolError(
      "bad_message",
      `Cannot tell of the call as format must be json or csv: current value is ${
        JSON.stringify(format.slice(0, 80))
      }`,
    );
  }
  const stored = await find(store, tenant, idOf(c));
  if (stored === undefined) return unknown(c);
  const record = recordOf(stored, wallMs());
  const windowsOf = (channel: number) => store.windows(stored, channel);
  const isTable = format === "csv";
  const text = isTable
    ? callCsv(record, windowsOf)
    : callJson(record, windowsOf);
  c.header(
    "content-type",
    isTable ? "text/csv; charset=utf-8; header=present" : "application/json",
  );
  if (isTable) {
    c.header(
      "content-disposition",
      `attachment; filename="call-${record.id}.csv"`,
    );
  }
  return c.body(ReadableStream.from(text).pipeThrough(new TextEncoderStream()));
}

async function removeCall(
  c: Context,
  { store, tenant }: Asked,
): Promise<Response> {
  const id = idOf(c);
  const outcome = ID.test(id) ? await store.remove(tenant, id) : "unknown";
  if (outcome === "unknown") return unknown(c);
  if (outcome === "removed") return c.body(null, 204);
  return httpFault(
    c,
    "still_live",
    "Cannot delete the call as it must be over: it is live",
  );
}

function find(
  store: RecordStore,
  tenant: string,
  id: string,
): Promise<StoredCall | undefined> {
  return ID.test(id) ? store.find(tenant, id) : Promise.resolve(undefined);
}

function idOf(c: Context): string {
  return c.req.param("id") ?? "";
}

/** The same for a call that is not there and for one that is another tenant's. */
function unknown(c: Context): Response {
  return httpFault(
    c,
    "not_found",
    "Cannot tell of the call as there must be one of this id: there is none",
  );
}
