/**
 * Call records of a server: its store, what writes into it, and what keeps it
 * in order.
 *
 * @module
 */
import type { RecordSettings } from "../config/records.ts";
import type { Log } from "../log/log.ts";
import type { CallListener } from "../results/call_event.ts";
import {
  type CallRecords,
  NO_RECORDS,
} from "../results/records/call_records.ts";
import { CLOCK, type Clock } from "../results/records/clock.ts";
import { KvConnection } from "../results/records/kv_connection.ts";
import { KvStore } from "../results/records/kv_store.ts";
import { openKv } from "../results/records/open_kv.ts";
import { Recorder } from "../results/records/recorder.ts";

/** From one sweep to the next; what is lost or old is not shown meanwhile. */
const SWEEP_EVERY_MS = 600_000;
/** From a sweep that failed to the next: the store is asked whether it is back. */
const SWEEP_AGAIN_MS = 30_000;
const DAY_MS = 86_400_000;

/** Call records that a server runs. */
export interface RunningRecords extends CallRecords {
  /** Hears of calls; none if calls are not recorded. */
  readonly listener: CallListener | undefined;
  /** Writes what waits, within two seconds, and ends. */
  stop(): Promise<void>;
}

/** Starts them; a store that cannot be had is told, and tried again. */
export function startRecords(
  { isOn, file, days }: RecordSettings,
  log: Log,
  clock: Clock = CLOCK,
): RunningRecords {
  if (!isOn) {
    return { ...NO_RECORDS, listener: undefined, stop: async () => {} };
  }
  let replacedStores = 0;
  const connection = new KvConnection({
    open: () => openKv(file),
    clock,
    onReplaced() {
      replacedStores++;
      log.error("records_removed", {
        message: "finds the store of its records removed, and begins a new one",
      });
    },
  });
  const keptMs = days * DAY_MS;
  const store = new KvStore({ connection, keptMs, wallMs: clock.wallMs });
  const recorder = new Recorder({
    store,
    clock,
    onChange: (fault) => tellChange(log, fault),
  });
  const stopSweeping = sweepNowAndThen(store, clock, log);
  return {
    store,
    listener: recorder,
    status() {
      const { fault: ownFault, ...status } = recorder.status;
      const fault = ownFault ?? connection.fault;
      const state = fault === undefined ? "on" : "failing";
      return { state, ...status, replacedStores, fault: withoutPaths(fault) };
    },
    async stop() {
      stopSweeping();
      await recorder.finish();
      connection.close();
    },
  };
}

/** Anybody may ask how a server is; where its files are is in the log. */
function withoutPaths(fault: string | undefined): string | undefined {
  return fault?.replaceAll(
    /"[^"]*"|'[^']*'|(?:[A-Za-z]:)?[\\/]\S*/g,
    "(a path)",
  );
}

function tellChange(log: Log, fault: string | undefined): void {
  if (fault === undefined) {
    log.info("records_written", { message: "writes its records again" });
  } else {
    log.error("records_failing", {
      message: `cannot write its records, and tries again: ${fault}`,
    });
  }
}

/** @returns Ends it. */
function sweepNowAndThen(
  store: Pick<KvStore, "sweep">,
  { after }: Clock,
  log: Log,
): () => void {
  let cancel = () => {};
  let isOver = false;
  const sweep = async () => {
    let pauseMs = SWEEP_EVERY_MS;
    try {
      const { lostCalls, expiredCalls } = await store.sweep();
      log.debug("records_swept", { lostCalls, expiredCalls });
    } catch (fault) {
      pauseMs = SWEEP_AGAIN_MS;
      log.warn("records_not_swept", {
        message: "cannot put its records in order, and tries again later",
        fault,
      });
    }
    if (!isOver) cancel = after(pauseMs, sweep);
  };
  sweep();
  return () => {
    isOver = true;
    cancel();
  };
}
