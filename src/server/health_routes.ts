/**
 * What tells whoever runs the server how it is.
 *
 *     GET /healthz   restart me, or not
 *     GET /readyz    send me calls, or not
 *
 * @module
 */
import type { Context } from "hono";
import type { CallRecords } from "../results/records/call_records.ts";
import type { EventLog } from "../results/event_log.ts";
import type { NoRoom, SessionRegistry } from "../session/session_registry.ts";
import type { HealthBody, ReadyBody } from "./api/bodies.ts";
import type { NotReady, Readiness } from "./readiness.ts";

/** Why no call can be taken now: a list that only grows, as alerts are written for it. */
export type NotReadyReason = NotReady | NoRoom;

/** What is amiss while calls are taken all the same. */
export type ReadyNote =
  | "fewer_threads"
  | "fewer_workers"
  | "records_failing"
  | "events_failing";

/** What the health routes look at. */
export interface HealthDeps {
  readonly readiness: () => Readiness;
  readonly registry: Pick<SessionRegistry, "noRoom">;
  readonly records: CallRecords;
  readonly events: Pick<EventLog, "state">;
  /** For how long an engine has been at one batch, 0 if none is. */
  readonly engineBusyMs: () => number;
}

/** A batch takes 30 ms; an engine that has not answered for so long never will, and no call is answered. */
export const STUCK_MS = 20_000;

/**
 * Tells whether the process does its work. That there is an answer says that the
 * event loop turns, so who asks must not wait for ever; what it cannot say of an
 * engine on a thread of its own is looked up.
 */
export function tellHealth(
  c: Context,
  { engineBusyMs }: Pick<HealthDeps, "engineBusyMs">,
): Response {
  const isStuck = engineBusyMs() >= STUCK_MS;
  const body: HealthBody = isStuck
    ? { status: "stuck", reasons: ["engine_stuck"] }
    : { status: "ok" };
  return c.json(body, isStuck ? 503 : 200);
}

/** Tells whether calls can be taken, and if not, why. */
export function tellReadiness(c: Context, deps: HealthDeps): Response {
  const readiness = deps.readiness();
  const notes = notesOf(deps, readiness);
  const reasons = reasonsOf(deps, readiness);
  const about = readiness.isReady ? aboutModel(readiness) : {};
  const parts = {
    notes,
    ...about,
    records: deps.records.status(),
    results: deps.events.state,
  };
  const isReady = reasons.length === 0;
  const body: ReadyBody = isReady
    ? { status: "ready", ...parts }
    : { status: "not ready", reasons, ...parts };
  if (isReady) return c.json(body);
  c.header("Retry-After", "1");
  return c.json(body, 503);
}

function reasonsOf(
  { registry: { noRoom } }: HealthDeps,
  readiness: Readiness,
): NotReadyReason[] {
  const own = readiness.isReady ? [] : readiness.reasons;
  return [...new Set([...own, ...(noRoom ? [noRoom] : [])])];
}

function notesOf(
  { records, events }: HealthDeps,
  readiness: Readiness,
): ReadyNote[] {
  const found: ReadyNote[] = [];
  if (readiness.isReady) {
    const [threads, workers] = [readiness.threads(), readiness.workers()];
    if (threads.running < threads.asked) found.push("fewer_threads");
    if (workers.running < workers.asked) found.push("fewer_workers");
  }
  if (records.status().state === "failing") found.push("records_failing");
  if (events.state.fault !== undefined) found.push("events_failing");
  return found;
}

function aboutModel(
  { model: { name, sha256 }, threads, workers }: Readiness & { isReady: true },
) {
  return {
    model: { name, sha256 },
    threads: threads(),
    workers: workers(),
  };
}
