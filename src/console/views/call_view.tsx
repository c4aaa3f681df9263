import { useSignalEffect } from "@preact/signals";
import type { Spectrogram } from "../audio/spectrogram.ts";
import type { Call } from "../call/call.ts";
import { ChannelView } from "./channel_view.tsx";
import { Escalations } from "./escalations.tsx";
import { Facts } from "./facts.tsx";
import { spokenPrediction } from "./prediction_text.ts";
import { SpanChoice } from "./span_choice.tsx";
import { Summary } from "./summary.tsx";
import { TroubleView } from "./trouble_view.tsx";
import { tell } from "./voice.ts";

/** One call, live or past. */
export function CallView(
  { call, spectrograms = [] }: {
    call: Call;
    /** Of the channels, where their audio is at hand. */
    spectrograms?: readonly Spectrogram[];
  },
) {
  useSignalEffect(() => {
    const news = call.channels.value.map(({ latest }) => latest.value)
      .filter((prediction) => prediction !== undefined)
      .map(spokenPrediction);
    if (news.length > 0) tell(news.join("; "));
  });
  const channels = call.channels.value;
  return (
    <>
      <TroubleView trouble={call.trouble.value} />
      <Facts call={call} />
      {channels.length > 0 && <SpanChoice />}
      {channels.map((channel, i) => (
        <ChannelView
          key={i}
          call={call}
          channel={channel}
          spectrogram={spectrograms[i]}
        />
      ))}
      <Escalations call={call} />
      {call.start.value && <Summary call={call} />}
    </>
  );
}
