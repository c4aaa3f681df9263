/**
 * What there is to measure of calls.
 *
 * @module
 */
import type { CallCounters } from "../results/call_counters.ts";
import { type Count, Tally } from "../results/tally.ts";
import type { Meter } from "./meter.ts";

/** Makes the counts of calls known. */
export function measureCalls(meter: Meter, calls: CallCounters): void {
  const { counts } = calls;
  const byPlatform = ["platform"];
  meter.gauge({
    name: "undertone_open_channels",
    help: "Channels that are heard now, of calls that have a client",
    labelNames: ["platform", "role"],
    read: () => openChannels(calls),
  });
  meter.gauge({
    name: "undertone_open_calls",
    help: "Calls that have a client now",
    labelNames: byPlatform,
    read: () => openCalls(calls),
  });
  meter.counter({
    name: "undertone_calls_started_total",
    help: "Calls that began here",
    labelNames: byPlatform,
    read: () => counts.started,
  });
  meter.counter({
    name: "undertone_calls_ended_total",
    help: "Calls that ended here, by an orderly reason or the code of a fault",
    labelNames: ["platform", "outcome"],
    read: () => counts.ended,
  });
  meter.counter({
    name: "undertone_calls_moved_total",
    help:
      "Calls that had gone on in another process when they would have ended here; known where processes share Redis",
    labelNames: byPlatform,
    read: () => counts.moved,
  });
  meter.counter({
    name: "undertone_calls_refused_total",
    help: "Calls and requests for calls that were not taken, by code",
    labelNames: ["platform", "reason"],
    read: () => counts.refused,
  });
  meter.counter({
    name: "undertone_calls_interrupted_total",
    help: "Sockets that were lost in calls that can be resumed",
    labelNames: byPlatform,
    read: () => counts.interrupted,
  });
  meter.counter({
    name: "undertone_calls_resumed_total",
    help: "Calls whose client came back, to this process",
    labelNames: byPlatform,
    read: () => counts.resumed,
  });
  meter.counter({
    name: "undertone_predictions_total",
    help:
      "Windows answered, by the voice's role, the label that held (none: no speech) and the state",
    labelNames: ["role", "label", "state"],
    read: () => counts.predictions,
  });
  meter.counter({
    name: "undertone_windows_skipped_total",
    help: "Windows left out because the server was late",
    labelNames: byPlatform,
    read: () => counts.skipped,
  });
  meter.counter({
    name: "undertone_lost_chunks_total",
    help:
      "Messages with audio that were dropped: late, repeated, or of channels that may not be heard (unread); counted as calls end",
    labelNames: ["platform", "kind"],
    read: () => counts.chunks,
  });
  meter.counter({
    name: "undertone_lost_audio_seconds_total",
    help:
      "Audio that never came: filled with silence, unfilled, or left out by the platform; counted as calls end",
    labelNames: ["platform", "kind"],
    read: () => [...counts.audioMs].map(inSeconds),
  });
}

function openCalls({ open }: CallCounters): Iterable<Count<"platform">> {
  const tally = new Tally<"platform">();
  for (const { platform } of open) tally.add({ platform });
  return tally;
}

function openChannels(
  { open }: CallCounters,
): Iterable<Count<"platform" | "role">> {
  const tally = new Tally<"platform" | "role">();
  for (const { platform, channels } of open) {
    for (const { role } of channels) tally.add({ platform, role });
  }
  return tally;
}

function inSeconds<N extends string>({ labels, value }: Count<N>): Count<N> {
  return { labels, value: value / 1000 };
}
