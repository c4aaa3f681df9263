import { assertEquals } from "@std/assert";
import {
  type CallRecords,
  NO_RECORDS,
} from "../../src/results/records/call_records.ts";
import { Meter } from "../../src/telemetry/meter.ts";
import { measureRecords } from "../../src/telemetry/record_measures.ts";
import { memoryStore } from "../results/records/_records.ts";
import { valuesOf } from "./_values.ts";

Deno.test("measureRecords() tells what waits and what was lost", async () => {
  using memory = await memoryStore();
  const records: CallRecords = {
    store: memory.store,
    status: () => ({
      state: "failing",
      heldCalls: 9,
      waitingBytes: 1,
      failedWrites: 2,
      lostCalls: 3,
      lostWindows: 4,
      replacedStores: 5,
      fault: "the disk is full",
    }),
  };
  const meter = new Meter();
  measureRecords(meter, records);
  assertEquals(Object.fromEntries(await valuesOf(meter)), {
    undertone_records_failing: 1,
    undertone_records_waiting_bytes: 1,
    undertone_records_failed_writes_total: 2,
    undertone_records_lost_calls_total: 3,
    undertone_records_lost_windows_total: 4,
    undertone_records_replaced_stores_total: 5,
  });
});

Deno.test("measureRecords() tells nothing where calls are not recorded", async () => {
  const meter = new Meter();
  measureRecords(meter, NO_RECORDS);
  assertEquals(await valuesOf(meter), new Map());
});
