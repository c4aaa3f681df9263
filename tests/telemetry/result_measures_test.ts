import { assertEquals } from "@std/assert";
import {
  NO_RECORDS,
  type RecordsStatus,
} from "../../src/results/records/call_records.ts";
import { Meter } from "../../src/telemetry/meter.ts";
import { measureResults } from "../../src/telemetry/result_measures.ts";
import { valuesOf } from "./_values.ts";

const QUIET = {
  subscribers: { count: 0 },
  events: {
    state: { kind: "memory", waitingEvents: 0, droppedEvents: 0 },
  },
  records: NO_RECORDS,
} as const;

Deno.test("measureResults() names no losses of records that are off", async () => {
  const meter = new Meter();
  measureResults(meter, QUIET);
  assertEquals(Object.fromEntries(await valuesOf(meter)), {
    undertone_subscribers: 0,
    undertone_events_waiting: 0,
    undertone_events_dropped_total: 0,
    undertone_events_failing: 0,
    undertone_records_waiting_bytes: 0,
    undertone_records_failing: 0,
    undertone_record_write_failures_total: 0,
  });
});

Deno.test("measureResults() tells how results travel, and what was lost", async () => {
  const meter = new Meter();
  const status: RecordsStatus = {
    state: "failing",
    fault: "disk full",
    heldCalls: 1,
    waitingBytes: 2,
    failedWrites: 3,
    lostCalls: 4,
    lostWindows: 5,
    replacedStores: 0,
  };
  measureResults(meter, {
    subscribers: { count: 6 },
    events: {
      state: {
        kind: "redis",
        fault: "away",
        waitingEvents: 7,
        droppedEvents: 8,
      },
    },
    records: { status: () => status },
  });
  assertEquals(Object.fromEntries(await valuesOf(meter)), {
    undertone_subscribers: 6,
    undertone_events_waiting: 7,
    undertone_events_dropped_total: 8,
    undertone_events_failing: 1,
    undertone_records_waiting_bytes: 2,
    undertone_records_failing: 1,
    undertone_record_write_failures_total: 3,
    'undertone_records_lost_total{what="calls"}': 4,
    'undertone_records_lost_total{what="windows"}': 5,
  });
});
