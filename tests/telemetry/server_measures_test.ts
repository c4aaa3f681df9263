import { assertEquals } from "@std/assert";
import { HttpCounters } from "../../src/server/http_counters.ts";
import { Traffic } from "../../src/server/traffic.ts";
import { MAX_SESSIONS } from "../../src/session/limits.ts";
import { Meter } from "../../src/telemetry/meter.ts";
import {
  type EngineSources,
  measureEngine,
  measureServer,
} from "../../src/telemetry/server_measures.ts";
import { valuesOf } from "./_values.ts";

Deno.test("measureServer() tells what waits and what has passed", async () => {
  const meter = new Meter();
  const traffic = new Traffic();
  traffic.receivedBytes = 640;
  traffic.sentMessages = 2;
  traffic.pauses = 5;
  measureServer(meter, {
    traffic,
    http: new HttpCounters(),
    registry: { count: 3, lentCount: 2 },
    budget: { heldBytes: 1_024 },
    backlog: { isBehind: true },
    resumable: { waitingCount: 4 },
  });
  const values = await valuesOf(meter);
  assertEquals(Object.fromEntries(values), {
    undertone_sessions: 3,
    undertone_max_sessions: MAX_SESSIONS,
    undertone_take_overs: 2,
    undertone_interrupted_calls: 4,
    undertone_waiting_audio_bytes: 1_024,
    undertone_behind: 1,
    'undertone_socket_messages_total{direction="in"}': 0,
    'undertone_socket_messages_total{direction="out"}': 2,
    'undertone_socket_bytes_total{direction="in"}': 640,
    'undertone_socket_bytes_total{direction="out"}': 0,
    undertone_pauses_total: 5,
  });
});

Deno.test("measureEngine() tells of an engine once there is one", async () => {
  const meter = new Meter();
  const engines: EngineSources[] = [];
  measureEngine(meter, () => engines[0]);
  assertEquals(
    Object.fromEntries(await valuesOf(meter)),
    { undertone_queue_depth: 0 },
  );
  engines.push({
    queue: { depth: 9 },
    threads: () => ({ asked: 2, running: 1 }),
    workers: () => ({ asked: 1, running: 0, fault: "none here" }),
  });
  assertEquals(Object.fromEntries(await valuesOf(meter)), {
    undertone_queue_depth: 9,
    'undertone_threads{state="asked"}': 2,
    'undertone_threads{state="running"}': 1,
    'undertone_workers{state="asked"}': 1,
    'undertone_workers{state="running"}': 0,
  });
});
