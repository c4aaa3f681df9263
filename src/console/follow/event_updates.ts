/**
 * From what the server tells of a call to what a view learns of it.
 *
 * @module
 */
import type { CallEvent } from "../../results/call_event.ts";
import type { CallStart, CallUpdate } from "../call/update.ts";

/** The steps that an event means; none if it is of a kind that a newer server tells. */
export function updatesOf(event: CallEvent): readonly CallUpdate[] {
  switch (event.type) {
    case "call.started":
    case "call.resumed":
      return [
        { type: "started", start: startOf(event.call) },
        { type: "line", line: "on" },
      ];
    case "prediction":
      return [{ type: "prediction", prediction: event.prediction }];
    case "escalation":
      return [{ type: "escalation", escalation: event }];
    case "call.interrupted":
      return [{ type: "line", line: "away" }];
    case "call.ended":
      return [{ type: "ended", ending: endingOf(event.end) }];
  }
  event satisfies never;
  return [];
}

type Started = Extract<CallEvent, { type: "call.started" }>;
type Ended = Extract<CallEvent, { type: "call.ended" }>;

function startOf({ sessionId, model, channels }: Started["call"]): CallStart {
  return {
    sessionId,
    modelName: model.name,
    labels: model.labels,
    roles: channels.map(({ role }) => role),
  };
}

function endingOf(end: Ended["end"]) {
  if (end.reason === "fault") {
    return { reason: end.reason, totals: undefined, summary: [] };
  }
  const { reason, report: { totals, summary } } = end;
  return { reason, totals, summary };
}
