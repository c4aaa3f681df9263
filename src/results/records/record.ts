/**
 * What is kept of a call and what `/v1/calls` answers: the schemas are the
 * specification. No audio and no words are in it.
 *
 * @module
 */
import * as v from "valibot";
import { ROLES } from "../../protocol/native/messages.ts";

/** How a schema says what a field means, for the description of the interface. */
const said = v.description;

const text = v.string();
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const atMs = v.pipe(v.number(), said("Milliseconds since 1970"));
const audioMs = v.pipe(
  v.number(),
  said("Milliseconds of audio since the call's first sample"),
);
const lengthMs = v.pipe(v.number(), v.minValue(0));

/**
 * How a call stands.
 *
 * - `live`: it is heard.
 * - `interrupted`: its client has lost its socket, and may come back.
 * - `ended`: it is over; `endReason` says why.
 * - `lost`: nobody has written of it for so long that whoever heard it must have died.
 */
const CALL_STATES = ["live", "interrupted", "ended", "lost"] as const;
/** How a call stands. */
export type CallState = typeof CALL_STATES[number];

/** Where a label was surest. */
export const PeakSchema = v.object({
  confidence: v.pipe(share, said("The highest smoothed probability")),
  startMs: audioMs,
  endMs: audioMs,
});

/** One label over a whole channel. */
export const EmotionSchema = v.object({
  label: text,
  timeMs: v.pipe(lengthMs, said("Speech in which the label held")),
  share: v.pipe(share, said("Of the channel's speech; shares sum to 1")),
  peak: v.pipe(
    v.nullable(PeakSchema),
    said("Its surest window; null if none was certain"),
  ),
});

/** The label of the whole channel, as the last message of the call told it. */
export const OverallSchema = v.object({
  label: text,
  confidence: share,
  posterior: v.record(text, share),
  speechMs: v.pipe(lengthMs, said("Speech heard, each moment counted once")),
});

/** One voice of a call. */
export const ChannelRecordSchema = v.object({
  channel: v.pipe(count, said("As in the predictions, from 0")),
  role: v.picklist(ROLES),
  direction: v.pipe(text, said("The platform's name of it")),
  windows: v.pipe(count, said("Windows that were answered and recorded")),
  skippedWindows: v.pipe(
    count,
    said("Windows left out because the server was late"),
  ),
  unrecordedWindows: v.pipe(
    count,
    said("Windows that were answered while the store could not be written"),
  ),
  heardMs: v.pipe(lengthMs, said("Audio that the recorded windows cover")),
  speechMs: v.pipe(
    lengthMs,
    said("Of it, what windows with speech stand for; uncertain ones too"),
  ),
  uncertainMs: v.pipe(lengthMs, said("Of the speech, uncertain")),
  silenceMs: v.pipe(
    lengthMs,
    said("Of it, what windows without speech stand for"),
  ),
  emotions: v.pipe(
    v.array(EmotionSchema),
    said("Every label of the model, in its order"),
  ),
  dominant: v.pipe(
    v.nullable(text),
    said("The label that held longest; null if nothing was heard as speech"),
  ),
  peak: v.pipe(
    v.nullable(v.object({ label: text, ...PeakSchema.entries })),
    said("The surest window of all labels"),
  ),
  overall: v.pipe(
    v.nullable(OverallSchema),
    said("The whole channel in one answer; null until the call has ended well"),
  ),
});

/** A channel that sounded angry or fearful for some time. */
export const EscalationSchema = v.object({
  atMs,
  channel: count,
  label: text,
  startMs: audioMs,
  endMs: audioMs,
  confidence: share,
});

/** A time without a socket. */
export const InterruptionSchema = v.object({
  atMs: v.pipe(v.nullable(v.number()), said("When its loss was noticed")),
  resumedAtMs: v.pipe(v.nullable(v.number()), said("When its client was back")),
});

/** What of a call did not reach the model. */
export const LossesSchema = v.object({
  lateChunks: count,
  repeatedChunks: count,
  silenceMs: v.pipe(lengthMs, said("Silence put in where audio was missing")),
  unfilledMs: v.pipe(lengthMs, said("Missing audio, nothing put in")),
  leftOutMs: v.pipe(lengthMs, said("Left out by the platform, on hold say")),
  unreadChunks: v.pipe(
    count,
    said("Of channels that may not be analysed, dropped unread"),
  ),
});

/** One call, without its timeline. */
export const CallRecordSchema = v.object({
  id: v.pipe(text, said("The session's id")),
  state: v.picklist(CALL_STATES),
  platform: text,
  callId: v.pipe(text, said("The platform's name of the call")),
  streamId: text,
  generation: v.pipe(count, said("How often its client came back")),
  model: v.object({ name: text, sha256: text, labels: v.array(text) }),
  startedAtMs: atMs,
  endedAtMs: v.nullable(atMs),
  updatedAtMs: v.pipe(atMs, said("When it was written last")),
  endReason: v.pipe(
    v.nullable(text),
    said('Such as "client_close", "platform_stop", "server_stop", "fault"'),
  ),
  fault: v.nullable(v.object({ code: text, message: text })),
  complaint: v.pipe(v.nullable(text), said("What the platform said last")),
  audioMs: v.pipe(lengthMs, said("Audio heard, of the longest channel")),
  interruptionCount: count,
  interruptions: v.pipe(v.array(InterruptionSchema), said("The first ones")),
  escalationCount: count,
  escalations: v.pipe(v.array(EscalationSchema), said("The first ones")),
  losses: v.pipe(v.nullable(LossesSchema), said("Null until it has ended")),
  channels: v.array(ChannelRecordSchema),
});

/** One window of one channel. */
export const TimelineWindowSchema = v.object({
  index: v.pipe(count, said("Number of the window since the call's start")),
  startMs: audioMs,
  endMs: audioMs,
  state: v.picklist(["speech", "uncertain", "no_speech"]),
  label: v.nullable(text),
  confidence: v.nullable(share),
  posterior: v.pipe(
    v.nullable(v.array(share)),
    said("In the order of the model's labels, to four decimals"),
  ),
  skipped: v.pipe(count, said("Windows before it that were left out")),
});

/** `GET /v1/calls/{id}`: a call with its timeline. */
export const WholeCallSchema = v.object({
  ...CallRecordSchema.entries,
  timeline: v.pipe(
    v.array(v.array(TimelineWindowSchema)),
    said("Windows of each channel, oldest first"),
  ),
});

/** `GET /v1/calls`: a page of calls, newest first. */
export const CallPageSchema = v.object({
  calls: v.array(CallRecordSchema),
  next: v.pipe(
    v.nullable(text),
    said("Ask with `cursor` set to it for older ones; null at the end"),
  ),
});

/** Where a label was surest. */
export type Peak = v.InferOutput<typeof PeakSchema>;
/** One label over a whole channel. */
export type Emotion = v.InferOutput<typeof EmotionSchema>;
/** One voice of a call. */
export type ChannelRecord = v.InferOutput<typeof ChannelRecordSchema>;
/** A channel that sounded angry or fearful for some time. */
export type Escalation = v.InferOutput<typeof EscalationSchema>;
/** A time without a socket. */
export type Interruption = v.InferOutput<typeof InterruptionSchema>;
/** One call, without its timeline. */
export type CallRecord = v.InferOutput<typeof CallRecordSchema>;
/** One window of one channel. */
export type TimelineWindow = v.InferOutput<typeof TimelineWindowSchema>;
/** A call with its timeline. */
export type WholeCall = v.InferOutput<typeof WholeCallSchema>;
/** A page of calls, newest first. */
export type CallPage = v.InferOutput<typeof CallPageSchema>;
