import type { ChannelSummary } from "../../protocol/native/messages.ts";
import type { Call } from "../call/call.ts";
import { clockText, percentText } from "../text.ts";
import { Downloads } from "./downloads.tsx";
import { Shares } from "./shares.tsx";

const REASONS: Readonly<Record<string, string>> = {
  "client_close": "The call was ended.",
  "server_stop": "The server stopped.",
  "platform_stop": "The platform ended the call.",
  "socket_closed": "The caller hung up.",
  fault: "The call ended by a fault.",
  lost: "The server that heard the call is gone.",
};

/** How the call sounded as a whole. */
export function Summary({ call }: { call: Call }) {
  const ending = call.ending.value;
  const labels = call.start.value?.labels ?? [];
  return (
    <section class="summary" aria-labelledby="summary-title">
      <h2 id="summary-title">{ending ? "The whole call" : "So far"}</h2>
      {ending && (
        <p>
          {REASONS[ending.reason] ?? ending.reason} {ending.totals &&
            `${clockText(ending.totals.audioMs)} of audio, ` +
              `${ending.totals.predictions} predictions, ` +
              `${ending.totals.skipped} windows left out.`}
        </p>
      )}
      <div class="summaries">
        {ending?.summary.map((channel) => (
          <ChannelWhole
            key={channel.channel}
            channel={channel}
            labels={labels}
          />
        ))}
      </div>
      <Downloads call={call} />
    </section>
  );
}

function ChannelWhole(
  { channel, labels }: { channel: ChannelSummary; labels: readonly string[] },
) {
  const { role, label, confidence, speechMs, coverage } = channel;
  return (
    <div class="whole">
      <h3>{role}</h3>
      <p>
        {label === null ? "Nothing was heard as speech." : (
          <>
            <strong>{label}</strong>
            {confidence !== null && `, ${percentText(confidence)} confident`}
          </>
        )}
      </p>
      <p>
        {clockText(speechMs)} of speech, in {percentText(coverage)}{" "}
        of the windows. Share of the speech by label:
      </p>
      <Shares labels={labels} posterior={channel.shares} />
    </div>
  );
}
