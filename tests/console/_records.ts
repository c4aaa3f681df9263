/** Records, as `/v1/calls` would answer them. */
import type {
  ChannelRecord,
  WholeCall,
} from "../../src/results/records/record.ts";
import { LABELS } from "./_predictions.ts";

const CHANNEL: ChannelRecord = {
  channel: 0,
  role: "customer",
  direction: "0",
  windows: 2,
  skippedWindows: 1,
  unrecordedWindows: 0,
  heardMs: 1_000,
  speechMs: 500,
  uncertainMs: 0,
  silenceMs: 500,
  emotions: LABELS.map((label, i) => ({
    label,
    timeMs: i === 0 ? 500 : 0,
    share: i === 0 ? 1 : 0,
    peak: null,
  })),
  dominant: "calm",
  peak: null,
  overall: null,
};

/** The record of a call of one channel. */
export function recordOf(fields: Partial<WholeCall> = {}): WholeCall {
  return {
    id: "one",
    state: "ended",
    platform: "native",
    callId: "one",
    streamId: "one",
    generation: 0,
    model: { name: "fake", sha256: "00", labels: LABELS },
    startedAtMs: 0,
    endedAtMs: 1_000,
    updatedAtMs: 1_000,
    endReason: "client_close",
    fault: null,
    complaint: null,
    audioMs: 1_000,
    interruptionCount: 0,
    interruptions: [],
    escalationCount: 0,
    escalations: [],
    losses: null,
    channels: [CHANNEL],
    timeline: [[
      {
        index: 0,
        startMs: 0,
        endMs: 480,
        state: "speech",
        label: "calm",
        confidence: 0.5,
        posterior: [0.5, 0.25, 0.25],
        skipped: 0,
      },
      {
        index: 2,
        startMs: 480,
        endMs: 960,
        state: "no_speech",
        label: null,
        confidence: null,
        posterior: null,
        skipped: 1,
      },
    ]],
    ...fields,
  };
}
