/**
 * Which events of a call still count: what an older generation says late does
 * not, and neither does a window that was told before.
 *
 * @module
 */
import type { CallEvent } from "./call_event.ts";
import { type EventPlace, isAfter } from "./event_id.ts";
import type { Appended } from "./event_log.ts";

/** What has been taken of one call. */
export interface Fence {
  /** Whose call it is: another tenant's events are none of it, whatever they say. */
  readonly tenant: string;
  /** The place of the latest event. */
  latest: EventPlace;
  isEnded: boolean;
  /** The latest window told of each channel. */
  readonly windows: Map<number, number>;
}

/** A fence that has let nothing through yet. */
export function newFence(tenant: string): Fence {
  return {
    tenant,
    latest: { generation: -1, place: 0 },
    isEnded: false,
    windows: new Map(),
  };
}

/** Says whether an event counts, and notes it if it does. */
export function pass(
  fence: Fence,
  at: EventPlace,
  event: CallEvent,
): Appended {
  const isResumed = at.generation > fence.latest.generation;
  if (event.tenant !== fence.tenant) return "superseded";
  if (!isAfter(at, fence.latest)) return "superseded";
  if (fence.isEnded && !isResumed) return "superseded";
  if (event.type === "prediction") {
    const { channel, index } = event.prediction;
    if (index <= (fence.windows.get(channel) ?? -1)) return "known";
    fence.windows.set(channel, index);
  }
  fence.latest = at;
  fence.isEnded = event.type === "call.ended";
  return "taken";
}
