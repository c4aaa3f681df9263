/**
 * The arguments of a load.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { DEFAULT_ROLES } from "../src/session/classify_audio.ts";
import { readRecording } from "./_call_flags.ts";
import { parseEncoding } from "./_encoding.ts";
import { callerKey, KEY_OPTION } from "./_key.ts";
import { createEndlessCall, type EndlessCall } from "./_load_audio.ts";
import type { LoadShape } from "./_load_schedule.ts";
import { parseNumber } from "./_number.ts";
import type { Manner } from "./_outgoing_call.ts";
import { parsePins, type Pins } from "./_pin.ts";
import { streamUrl } from "./_server_url.ts";
import { vowels } from "./_vowels.ts";
import { wholeNumber } from "./_whole_number.ts";

const OPTIONS = {
  sessions: { type: "string", default: "100" },
  duration: { type: "string", default: "30" },
  ramp: { type: "string", default: "5" },
  settle: { type: "string", default: "4" },
  "in-step": { type: "boolean", default: false },
  churn: { type: "string" },
  encoding: { type: "string", default: "mulaw" },
  rate: { type: "string" },
  "chunk-ms": { type: "string", default: "20" },
  file: { type: "string" },
  url: { type: "string" },
  ...KEY_OPTION,
  pin: { type: "string" },
  "find-limit": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

/** What a load is told. */
export interface LoadFlags {
  readonly shape: LoadShape;
  readonly manner: Manner;
  /** A recording to say instead of the made voice. */
  readonly file: string | undefined;
  /** The native streams of the server to load; without it, one of the program's own. */
  readonly url: string | undefined;
  /** Who calls, if the server asks. */
  readonly key: string | undefined;
  readonly pins: Pins | undefined;
  readonly findsLimit: boolean;
  readonly json: boolean;
}

/** Reads the flags. @throws {Error} If one of them, or two together, cannot be. */
export function readFlags(args: readonly string[]): LoadFlags {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const { rate, url, pin, churn } = values;
  const flags: LoadFlags = {
    shape: {
      sessions: wholeNumber("load", "sessions", values.sessions, 1),
      durationMs: milliseconds("duration", values.duration, 0.1),
      rampMs: milliseconds("ramp", values.ramp, 0),
      settleMs: milliseconds("settle", values.settle, 0),
      inStep: values["in-step"],
      lifetimeMs: churn === undefined
        ? undefined
        : milliseconds("churn", churn, 1),
    },
    manner: {
      encoding: parseEncoding("load", values.encoding),
      chunkMs: parseNumber("load", "chunk-ms", values["chunk-ms"], 1),
      rateHz: rate === undefined
        ? undefined
        : wholeNumber("load", "rate", rate, 1),
    },
    file: values.file,
    url: url === undefined ? undefined : streamUrl("load", url),
    key: callerKey(values.key),
    pins: pin === undefined ? undefined : parsePins(pin),
    findsLimit: values["find-limit"],
    json: values.json,
  };
  refuseTogether("pin", "url", pin !== undefined && url !== undefined);
  refuseTogether(
    "find-limit",
    "churn",
    flags.findsLimit && churn !== undefined,
  );
  return flags;
}

/** The rate of a telephone, at which the made voice is spoken unless another is asked for. */
const TELEPHONE_HZ = 8_000;
/** Of the made voice; it can be played in a loop. */
const VOICE_SECONDS = 10;

/** What all callers say. */
export async function readCall({ file, manner }: LoadFlags): Promise<
  EndlessCall
> {
  const { rateHz = TELEPHONE_HZ } = manner;
  const recording = file === undefined
    ? { sampleRateHz: rateHz, channels: [vowels(VOICE_SECONDS, rateHz)] }
    : await readRecording([file]);
  const roles = DEFAULT_ROLES.slice(0, recording.channels.length);
  return createEndlessCall(recording, roles, manner);
}

function milliseconds(flag: string, text: string, leastSeconds: number) {
  return 1000 * parseNumber("load", flag, text, leastSeconds);
}

function refuseTogether(one: string, other: string, areBoth: boolean): void {
  if (!areBoth) return;
  throw new SyntaxError(
    `Cannot load as --${one} and --${other} must not be given together`,
  );
}
