import { percentText } from "../text.ts";
import type { Spectrogram } from "../audio/spectrogram.ts";
import type { Call, CallChannel } from "../call/call.ts";
import { predictionWords } from "./prediction_text.ts";
import { RecentTable } from "./recent_table.tsx";
import { Shares } from "./shares.tsx";
import { SpectrogramView } from "./spectrogram_view.tsx";
import { Swatch } from "./swatch.tsx";
import { TimelineView } from "./timeline_view.tsx";

/** One voice: what it sounds like now, and over time. */
export function ChannelView(
  { call, channel, spectrogram }: {
    call: Call;
    channel: CallChannel;
    spectrogram: Spectrogram | undefined;
  },
) {
  const labels = call.start.value?.labels ?? [];
  return (
    <section class="channel" aria-label={`Voice of the ${channel.role}`}>
      <Now channel={channel} labels={labels} />
      <div class="charts">
        {spectrogram && (
          <SpectrogramView role={channel.role} spectrogram={spectrogram} />
        )}
        <TimelineView call={call} channel={channel} />
        <RecentTable channel={channel} />
      </div>
    </section>
  );
}

function Now(
  { channel, labels }: { channel: CallChannel; labels: readonly string[] },
) {
  const prediction = channel.latest.value;
  const { label, standing } = predictionWords(prediction);
  const named = prediction?.label;
  return (
    <div class={`now ${prediction?.state ?? "waiting"}`}>
      <h3>{channel.role}</h3>
      <p class="standing">{standing}</p>
      <p class="label" data-testid="label">
        {named && <Swatch label={named} labels={labels} />} {label}
      </p>
      <p class="confidence">
        {typeof prediction?.confidence !== "number"
          ? " "
          : `${percentText(prediction.confidence)} confident`}
      </p>
      <Shares labels={labels} posterior={prediction?.posterior} />
    </div>
  );
}
