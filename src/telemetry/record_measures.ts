/**
 * What there is to measure of call records.
 *
 * @module
 */
import type { CallRecords } from "../results/records/call_records.ts";
import type { Meter } from "./meter.ts";

/** Makes known what of calls waits to be written, and what was lost; nothing where calls are not recorded. */
export function measureRecords(
  meter: Meter,
  { store, status }: CallRecords,
): void {
  if (store === undefined) return;
  const read = (name: keyof ReturnType<typeof counted>) => () => [
    { value: counted(status())[name] },
  ];
  meter.gauge({
    name: "undertone_records_failing",
    help: "1 while call records cannot be written",
    read: read("isFailing"),
  });
  meter.gauge({
    name: "undertone_records_waiting_bytes",
    help: "Windows that wait to be written",
    read: read("waitingBytes"),
  });
  meter.counter({
    name: "undertone_records_failed_writes_total",
    help: "Writes of call records that failed, and are tried again",
    read: read("failedWrites"),
  });
  meter.counter({
    name: "undertone_records_lost_calls_total",
    help: "Calls that were not recorded, or not to their end",
    read: read("lostCalls"),
  });
  meter.counter({
    name: "undertone_records_lost_windows_total",
    help: "Windows that were answered and not recorded",
    read: read("lostWindows"),
  });
  meter.counter({
    name: "undertone_records_replaced_stores_total",
    help: "Stores that were found removed, and begun anew",
    read: read("replacedStores"),
  });
}

function counted(status: ReturnType<CallRecords["status"]>) {
  const isOn = status.state !== "off";
  return {
    isFailing: Number(status.state === "failing"),
    waitingBytes: isOn ? status.waitingBytes : 0,
    failedWrites: isOn ? status.failedWrites : 0,
    lostCalls: isOn ? status.lostCalls : 0,
    lostWindows: isOn ? status.lostWindows : 0,
    replacedStores: isOn ? status.replacedStores : 0,
  };
}
