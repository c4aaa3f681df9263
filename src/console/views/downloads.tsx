import type { Call } from "../call/call.ts";
import { callJson } from "../export/call_json.ts";
import { csvLines } from "../export/csv.ts";
import { download } from "../export/download.ts";

/** Offers what was predicted as files. */
export function Downloads({ call }: { call: Call }) {
  const start = call.start.value;
  if (!start) return null;
  const name = `undertone-${start.sessionId}`;
  return (
    <p class="downloads">
      <button
        type="button"
        onClick={() =>
          download(`${name}.json`, "application/json", callJson(call))}
      >
        Download JSON
      </button>
      <button
        type="button"
        onClick={() =>
          download(
            `${name}.csv`,
            "text/csv",
            csvLines(call.log, start.labels),
          )}
      >
        Download CSV
      </button>
      {call.log.forgottenCount > 0 &&
        ` The oldest ${call.log.forgottenCount} predictions are no longer kept.`}
    </p>
  );
}
