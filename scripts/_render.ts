/**
 * Predictions and summaries as lines for people, or as JSON for programs.
 *
 *     0.5–3.5 s  customer  happy      ████████████▍         62 %  surprised 21, angry 9
 *
 * @module
 */
// Colours that leave off where nobody sees them: NO_COLOR, pipes, dumb terminals.
import pc from "picocolors";
import type {
  ChannelSummary,
  Prediction,
  ServerMessage,
} from "../src/protocol/native/messages.ts";

/** Width of a full bar, in characters. */
const BAR_WIDTH = 20;

/** Eighths of a character, from the left. */
const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** Width of the longest label of RAVDESS and some room; longer ones push the bar. */
const LABEL_WIDTH = 10;

/** How many labels are named after the first, and the least of what is named. */
const OTHERS = 2;
const LEAST_NAMED = 0.05;

/** Lag from which a line tells of it: two strides, what a live call has at most. */
const TELL_LAG_MS = 1000;

/** How lines are made. */
export interface LineOptions {
  /** Tell how far the server is behind; not if the client ran ahead. @default {true} */
  readonly tellsLag?: boolean;
}

/** The lines that show a message to people; none for what they need not see. */
export function messageLines(
  message: ServerMessage,
  options?: LineOptions,
): string[] {
  switch (message.type) {
    case "opened":
      return [
        pc.dim(
          `model ${message.model.name}, windows of ${
            seconds(message.windowMs)
          } s every ${seconds(message.strideMs, 2)} s`,
        ),
      ];
    case "prediction":
      return [predictionLine(message, options)];
    case "closed":
      return ["", ...message.summary.map(summaryLine)];
    case "checkpoint":
    case "flushed":
    case "migrate":
    case "pause":
    case "continue":
    case "error": // told by the error that ends the program
      return [];
  }
}

/** One line for one window of one channel. */
export function predictionLine(
  prediction: Prediction,
  { tellsLag = true }: LineOptions = {},
): string {
  const { startMs, endMs, role, skipped, bufferedMs } = prediction;
  const span = `${seconds(startMs)}–${seconds(endMs)} s`.padStart(15);
  const notes = [
    skipped > 0 && pc.red(`${skipped} skipped`),
    tellsLag && bufferedMs >= TELL_LAG_MS &&
    pc.yellow(`${seconds(bufferedMs)} s behind`),
  ].filter((note) => note !== false);
  return [span, role.padEnd(8), judgement(prediction), ...notes]
    .join("  ").trimEnd();
}

/** One line for one channel of a whole call. */
export function summaryLine(summary: ChannelSummary): string {
  const { role, speechMs, coverage } = summary;
  const speech = `${seconds(speechMs)} s of speech, in ${
    percent(coverage)
  } of the windows`;
  const state = summary.label === null ? "no_speech" : "speech";
  return [
    pc.bold("whole call".padStart(15)),
    role.padEnd(8),
    judgement({ ...summary, state }),
    pc.dim(speech),
  ].join("  ");
}

/** A share of 1 as a bar, to an eighth of a character. */
export function bar(share: number, width = BAR_WIDTH): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  const full = "█".repeat(Math.floor(eighths / 8));
  return (full + EIGHTHS[eighths % 8]!).padEnd(width);
}

function judgement(
  { state, label, confidence, posterior }: Pick<
    Prediction,
    "state" | "label" | "confidence" | "posterior"
  >,
): string {
  if (label === null || confidence === null) return pc.dim("no speech");
  const isSure = state === "speech";
  const name = (isSure ? label : `${label}?`).padEnd(LABEL_WIDTH);
  return [
    isSure ? pc.bold(name) : pc.yellow(name),
    pc.cyan(bar(confidence)),
    percent(confidence).padStart(5),
    pc.dim(others(label, posterior)),
  ].join(" ").trimEnd();
}

/** The labels that come next, with their percentages. */
function others(shown: string, posterior: Prediction["posterior"]): string {
  return Object.entries(posterior ?? {})
    .filter(([label, share]) => label !== shown && share >= LEAST_NAMED)
    .sort(([, a], [, b]) => b - a)
    .slice(0, OTHERS)
    .map(([label, share]) => `${label} ${Math.round(100 * share)}`)
    .join(", ");
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function seconds(ms: number, digits = 1): string {
  return (ms / 1000).toFixed(digits);
}
