/**
 * What there is to measure of those who hear of calls: subscribers, call records,
 * and the log of events.
 *
 * @module
 */
import type { EventLog } from "../results/event_log.ts";
import type { CallRecords } from "../results/records/call_records.ts";
import type { Meter, Sample } from "./meter.ts";

/** Where the values are. */
export interface ResultSources {
  readonly subscribers: { readonly count: number };
  readonly events: Pick<EventLog, "state">;
  readonly records: Pick<CallRecords, "status">;
}

/** Makes known how results travel. */
export function measureResults(meter: Meter, sources: ResultSources): void {
  measureEvents(meter, sources);
  measureRecords(meter, sources);
}

function measureEvents(
  meter: Meter,
  { subscribers, events }: ResultSources,
): void {
  meter.gauge({
    name: "undertone_subscribers",
    help: "Those who listen to events of calls, over HTTP or sockets",
    read: () => [{ value: subscribers.count }],
  });
  meter.gauge({
    name: "undertone_events_waiting",
    help: "Events that wait to be appended to the log",
    read: () => [{ value: events.state.waitingEvents }],
  });
  meter.counter({
    name: "undertone_events_dropped_total",
    help: "Events that nobody hears of, as too many waited for the log",
    read: () => [{ value: events.state.droppedEvents }],
  });
  meter.gauge({
    name: "undertone_events_failing",
    help: "1 while the log of events cannot be reached",
    read: () => [{ value: Number(events.state.fault !== undefined) }],
  });
}

function measureRecords(meter: Meter, { records }: ResultSources): void {
  const written = () => {
    const status = records.status();
    return status.state === "off" ? undefined : status;
  };
  meter.gauge({
    name: "undertone_records_waiting_bytes",
    help: "Windows that wait to be written into call records",
    read: () => valueOf(written()?.waitingBytes),
  });
  meter.gauge({
    name: "undertone_records_failing",
    help: "1 while call records cannot be written",
    read: () => valueOf(written() && Number(written()?.state === "failing")),
  });
  meter.counter({
    name: "undertone_record_write_failures_total",
    help: "Attempts to write call records that failed; they are made again",
    read: () => valueOf(written()?.failedWrites),
  });
  meter.counter({
    name: "undertone_records_lost_total",
    help:
      "Calls that were not recorded, or not to their end, and windows that were answered and not recorded",
    labelNames: ["what"],
    read() {
      const status = written();
      if (status === undefined) return [];
      return [
        { labels: { what: "calls" }, value: status.lostCalls },
        { labels: { what: "windows" }, value: status.lostWindows },
      ];
    },
  });
}

/** Nothing, of what is switched off. */
function valueOf(value: number | undefined): Sample[] {
  return value === undefined ? [] : [{ value }];
}
