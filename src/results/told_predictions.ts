/**
 * What has been told of a call before, as far as it is kept.
 *
 * @module
 */
import type { Prediction } from "../protocol/native/messages.ts";
import type { CallPredicted } from "./call_event.ts";
import type { CallInfo } from "../session/call_sink.ts";
import { BEFORE_ALL } from "./event_id.ts";
import type { EventLog } from "./event_log.ts";

/** Events that are read at a time. */
const PAGE = 200;

/**
 * The predictions of a call that were told before this generation of it and are
 * kept, oldest first. Those of this generation, which may be among them by now,
 * are for who hears them as they come.
 *
 * @throws {LogAwayError} If they cannot be read now.
 */
export async function toldPredictions(
  log: Pick<EventLog, "read">,
  call: Pick<CallInfo, "tenant" | "sessionId" | "generation">,
): Promise<Prediction[]> {
  const predictions: Prediction[] = [];
  let afterId = BEFORE_ALL;
  for (;;) {
    const page = await log.read(call, afterId, PAGE);
    for (const { id, type, json } of page?.events ?? []) {
      afterId = id;
      if (type !== "prediction") continue;
      const event: CallPredicted = JSON.parse(json);
      if (event.generation >= call.generation) return predictions;
      predictions.push(event.prediction);
    }
    if (page === undefined || page.events.length < PAGE) return predictions;
  }
}
