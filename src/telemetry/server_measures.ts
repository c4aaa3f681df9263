/**
 * What there is to measure of the server: its sockets, requests, queues and crew.
 *
 * @module
 */
import type { HttpCounters } from "../server/http_counters.ts";
import type { Crew } from "../server/readiness.ts";
import type { Traffic } from "../server/traffic.ts";
import type { Backlog } from "../session/backlog.ts";
import type { ByteBudget } from "../session/byte_budget.ts";
import { MAX_SESSIONS } from "../session/limits.ts";
import type { ResumableCalls } from "../session/resume/resumable_calls.ts";
import type { SessionRegistry } from "../session/session_registry.ts";
import type { Meter, Sample } from "./meter.ts";

/** Where the values are. */
export interface ServerSources {
  readonly traffic: Traffic;
  readonly http: HttpCounters;
  readonly registry: Pick<SessionRegistry, "count" | "lentCount">;
  readonly budget: Pick<ByteBudget, "heldBytes">;
  readonly backlog: Pick<Backlog, "isBehind">;
  readonly resumable: Pick<ResumableCalls, "waitingCount">;
}

/** Makes sockets, requests and what waits known. */
export function measureServer(
  meter: Meter,
  { traffic, http, registry, budget, backlog, resumable }: ServerSources,
): void {
  meter.gauge({
    name: "undertone_sessions",
    help:
      "Sockets that hold a place: those that have not begun a call among them",
    read: () => [{ value: registry.count }],
  });
  meter.gauge({
    name: "undertone_max_sessions",
    help: "How many sockets may hold a place",
    read: () => [{ value: MAX_SESSIONS }],
  });
  meter.gauge({
    name: "undertone_take_overs",
    help:
      "Sockets beyond the places: of clients that come back to a full server, and old ones of theirs",
    read: () => [{ value: registry.lentCount }],
  });
  meter.gauge({
    name: "undertone_interrupted_calls",
    help: "Calls that wait for their clients to come back",
    read: () => [{ value: resumable.waitingCount }],
  });
  meter.gauge({
    name: "undertone_waiting_audio_bytes",
    help: "Audio that has been received and not heard, of all sessions",
    read: () => [{ value: budget.heldBytes }],
  });
  meter.gauge({
    name: "undertone_behind",
    help: "1 while answers come too late, and no calls are taken for it",
    read: () => [{ value: Number(backlog.isBehind) }],
  });
  meter.counter({
    name: "undertone_socket_messages_total",
    help: "Messages over sockets",
    labelNames: ["direction"],
    read: () => inAndOut(traffic.receivedMessages, traffic.sentMessages),
  });
  meter.counter({
    name: "undertone_socket_bytes_total",
    help: "Bytes of messages over sockets; text counts a byte a character",
    labelNames: ["direction"],
    read: () => inAndOut(traffic.receivedBytes, traffic.sentBytes),
  });
  meter.counter({
    name: "undertone_pauses_total",
    help: "How often a client was told to pause, as its audio came too fast",
    read: () => [{ value: traffic.pauses }],
  });
  meter.counter({
    name: "undertone_http_requests_total",
    help: "Requests answered, by the route's pattern; sockets as they open",
    labelNames: ["route", "status"],
    read: () => http.requests,
  });
  meter.counter({
    name: "undertone_http_refusals_total",
    help: "Requests refused, by the code of the fault",
    labelNames: ["route", "reason"],
    read: () => http.refusals,
  });
}

function inAndOut(received: number, sent: number): Sample[] {
  return [
    { labels: { direction: "in" }, value: received },
    { labels: { direction: "out" }, value: sent },
  ];
}

/** What scores, once it is there. */
export interface EngineSources {
  readonly queue: { readonly depth: number };
  readonly threads: () => Crew;
  readonly workers: () => Crew;
}

/** Makes known what waits for an engine, and how many there are; before there is a model, nothing. */
export function measureEngine(
  meter: Meter,
  engine: () => EngineSources | undefined,
): void {
  meter.gauge({
    name: "undertone_queue_depth",
    help: "Windows that wait for an engine",
    read: () => [{ value: engine()?.queue.depth ?? 0 }],
  });
  const crew = (who: "threads" | "workers") => () =>
    crewSamples(engine()?.[who]());
  meter.gauge({
    name: "undertone_threads",
    help: "Threads that share a batch's products: asked for, and running",
    labelNames: ["state"],
    read: crew("threads"),
  });
  meter.gauge({
    name: "undertone_workers",
    help: "Engines on threads of their own: asked for, and running",
    labelNames: ["state"],
    read: crew("workers"),
  });
}

function crewSamples(crew: Crew | undefined): Sample[] {
  if (crew === undefined) return [];
  return [
    { labels: { state: "asked" }, value: crew.asked },
    { labels: { state: "running" }, value: crew.running },
  ];
}
