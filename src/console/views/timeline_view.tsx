import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Call, CallChannel } from "../call/call.ts";
import { TimelineChart } from "../chart/timeline_chart.ts";
import { span } from "./span.ts";

/** What the chart of the last moments shows; the spectrogram shows as much. */
const RECENT_MS = 30_000;

/** The emotions of a channel over time, as bands. */
export function TimelineView(
  { call, channel }: { call: Call; channel: CallChannel },
) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<TimelineChart>(null);
  useEffect(() => {
    chart.current = new TimelineChart(
      host.current!,
      call.start.value?.labels ?? [],
    );
    show(chart.current, call, channel);
    return () => chart.current?.destroy();
  }, [channel]);
  useSignalEffect(() => show(chart.current, call, channel));
  return (
    <div
      class="timeline"
      role="img"
      aria-label={`Emotions of the ${channel.role} over time; the table below says the same`}
      ref={host}
    />
  );
}

function show(
  chart: TimelineChart | null,
  call: Call,
  channel: CallChannel,
): void {
  channel.latest.value; // a new prediction is a reason to draw
  const heardMs = call.heardMs.value;
  if (span.value === "whole") {
    return chart?.show(channel.whole.points, 0, Math.max(heardMs, 1_000));
  }
  const toMs = Math.max(heardMs, RECENT_MS);
  chart?.show(channel.recent.points, toMs - RECENT_MS, toMs);
}
