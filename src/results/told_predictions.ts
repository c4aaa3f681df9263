/**
 * What has been told of a call before, as far as it is kept.
 *
 * @module
 */
import type { Prediction } from "../protocol/native/messages.ts";
import type { CallPredicted } from "./call_event.ts";
import { BEFORE_ALL } from "./event_id.ts";
import type { EventLog, EventTopic } from "./event_log.ts";

/** Events that are read at a time. */
const PAGE = 200;

/**
 * The predictions of a call that are kept, oldest first.
 *
 * @throws {LogAwayError} If they cannot be read now.
 */
export async function toldPredictions(
  log: Pick<EventLog, "read">,
  topic: Required<EventTopic>,
): Promise<Prediction[]> {
  const predictions: Prediction[] = [];
  let afterId = BEFORE_ALL;
  for (;;) {
    const page = await log.read(topic, afterId, PAGE);
    for (const { id, type, json } of page?.events ?? []) {
      afterId = id;
      if (type !== "prediction") continue;
      const event: CallPredicted = JSON.parse(json);
      predictions.push(event.prediction);
    }
    if (page === undefined || page.events.length < PAGE) return predictions;
  }
}
