/**
 * A server on a loopback port, and a client of it that writes down what it hears.
 *
 * @module
 */
import type { ServerMessage } from "../../src/protocol/native/messages.ts";
import { type AppDeps, createApp } from "../../src/server/app.ts";
import { OPEN_GATE } from "../../src/server/access/gate.ts";
import { NO_RECORDS } from "../../src/results/records/call_records.ts";
import { HttpCounters } from "../../src/server/http_counters.ts";
import { Traffic } from "../../src/server/traffic.ts";
import { Meter } from "../../src/telemetry/meter.ts";
import { KeptCalls } from "../../src/results/kept_calls.ts";
import { MemoryEventLog } from "../../src/results/memory_event_log.ts";
import { Subscribers } from "../../src/server/subscribers.ts";
import { TenantLimiter } from "../../src/server/access/tenant_limiter.ts";
import { NO_LIMITS } from "../../src/server/access/tenant_limits.ts";
import { TokenSigner } from "../../src/server/access/tokens.ts";
import { createBreath } from "../../src/session/breath.ts";
import { SessionRegistry } from "../../src/session/session_registry.ts";
import { RolePolicy } from "../../src/session/roles.ts";
import { fakeDeps, fakeModel } from "../session/_fakes.ts";
import { RecordingSink, resumption } from "../session/_calls.ts";

/** What an application needs, with the fake model ready and a real breath; it serves no platform. */
export function appDeps(model = fakeModel()) {
  const internalFaults: unknown[] = [];
  const sink = new RecordingSink();
  const deps: AppDeps = {
    ...fakeDeps(model),
    breathe: createBreath(() => performance.now()),
    registry: new SessionRegistry(),
    readiness: () => ({
      isReady: true,
      model,
      threads: () => ({ asked: 1, running: 1 }),
      workers: () => ({ asked: 0, running: 0 }),
    }),
    onInternalFault: (fault) => internalFaults.push(fault),
    roles: new RolePolicy({ roles: {} }),
    sink,
    gate: OPEN_GATE,
    events: new MemoryEventLog(new KeptCalls(() => 0)),
    subscribers: new Subscribers(),
    records: NO_RECORDS,
    webhooks: { deadLetters: () => [], retry: () => false },
    limiter: new TenantLimiter({ keys: [], limits: NO_LIMITS, now: () => 0 }),
    tokens: new TokenSigner("s".repeat(32), () => 0),
    browsers: { allowedOrigins: [], isForThisMachine: false, sink },
    wallMs: () => 0,
    resumption: resumption(),
    wires: [],
    traffic: new Traffic(),
    http: new HttpCounters(),
    measured: new Meter(),
    engineBusyMs: () => 0,
    consoleFiles: new Map([[
      "index.html",
      new TextEncoder().encode("<p>a page"),
    ]]),
  };
  return { deps, internalFaults, sink };
}

/** A server that stops at the end of its scope. */
export function serve(deps: AppDeps = appDeps().deps) {
  const server = Deno.serve({
    port: 0,
    hostname: "127.0.0.1",
    onListen: () => {},
  }, createApp(deps).fetch);
  const { port } = server.addr;
  return {
    port,
    httpUrl: `http://127.0.0.1:${port}`,
    streamUrl: `ws://127.0.0.1:${port}/v1/stream`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** What a client heard until its socket closed. */
export interface Heard {
  readonly messages: ServerMessage[];
  readonly code: number;
  readonly reason: string;
}

export const OPEN = JSON.stringify({
  type: "open",
  version: 1,
  encoding: "pcm_s16le",
  sampleRateHz: 16_000,
  channels: [{ role: "customer" }],
});
export const CLOSE = '{"type":"close"}';

/** Sends everything as fast as the socket takes it and listens until it is closed. */
export function talk(
  url: string,
  said: Iterable<string | Uint8Array<ArrayBuffer>>,
): Promise<Heard> {
  const socket = new WebSocket(url);
  const messages: ServerMessage[] = [];
  socket.onopen = () => {
    for (const message of said) socket.send(message);
  };
  socket.onmessage = ({ data }) => messages.push(JSON.parse(data));
  return new Promise((resolve) => {
    socket.onclose = ({ code, reason }) => resolve({ messages, code, reason });
  });
}

/** An orderly call. */
export function call(
  url: string,
  audio: Iterable<Uint8Array<ArrayBuffer>>,
): Promise<Heard> {
  return talk(url, [OPEN, ...audio, CLOSE]);
}
