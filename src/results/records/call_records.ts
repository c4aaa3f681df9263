/**
 * Call records as the rest of the server sees them.
 *
 * @module
 */
import type { RecordStore } from "./record_store.ts";
import type { RecorderStatus } from "./recorder.ts";

/** How call records are. */
export type RecordsStatus =
  | { readonly state: "off" }
  | (RecorderStatus & {
    /** A server whose store fails still takes calls. */
    readonly state: "on" | "failing";
    /** Times that the store was found removed, and begun anew: what lay in it is lost. */
    readonly replacedStores: number;
  });

/** Call records. */
export interface CallRecords {
  /** Where they lie; none if calls are not recorded. */
  readonly store: RecordStore | undefined;
  readonly status: () => RecordsStatus;
}

/** Calls are not recorded. */
export const NO_RECORDS: CallRecords = Object.freeze<CallRecords>({
  store: undefined,
  status: () => ({ state: "off" }),
});
