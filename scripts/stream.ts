/**
 * Streams a WAV file to a server as a call would come, and shows what it answers.
 */
import { parseArgs } from "node:util";
import { openStream, type StreamState } from "../src/client/mod.ts";
import {
  AUDIO_ENCODINGS,
  type ServerMessage,
} from "../src/protocol/native/messages.ts";
import { CALL_OPTIONS, parseRoles, readRecording } from "./_call_flags.ts";
import { parseEncoding } from "./_encoding.ts";
import { callerKey, KEY_OPTION } from "./_key.ts";
import { parseNumber } from "./_number.ts";
import { createCall } from "./_outgoing_call.ts";
import { clockPace, type Pace, systemClock } from "./_pace.ts";
import { print, runProgram, warn } from "./_program.ts";
import { messageLines } from "./_render.ts";
import { streamUrl } from "./_server_url.ts";

const USAGE = `
deno task stream FILE.wav [--url URL] [--rtf N] [--chunk-ms N] [--json]

  --url       the server (http://127.0.0.1:8000)
  --rtf       how many times as fast as the call was (1); 0: as fast as the server hears
  --chunk-ms  audio in one message (20)
  --encoding  ${AUDIO_ENCODINGS.join(", ")} (pcm_s16le)
  --rate      resample to this many Hz before sending
  --role      customer, agent or mixed: whose voice the one channel carries (customer)
  --roles     of two channels, in order (customer,agent)
  --key       the key to call with (UNDERTONE_KEY)
  --json      one message of the server a line
`;

const OPTIONS = {
  ...CALL_OPTIONS,
  url: { type: "string", default: "http://127.0.0.1:8000" },
  rtf: { type: "string", default: "1" },
  "chunk-ms": { type: "string", default: "20" },
  encoding: { type: "string", default: "pcm_s16le" },
  rate: { type: "string" },
  ...KEY_OPTION,
  json: { type: "boolean", default: false },
} as const;

await runProgram(USAGE, async () => {
  const { flags, files } = readFlags();
  const recording = await readRecording(files);
  const roles = parseRoles(flags, recording.channels.length);
  const { open, chunks } = createCall(recording, roles, flags);
  const show = (message: ServerMessage) => {
    if (flags.json) print(JSON.stringify(message));
    else messageLines(message, { tellsLag: flags.rtf > 0 }).forEach(print);
  };
  const leaving = new AbortController();
  try {
    const stream = await openStream(flags.url, {
      encoding: open.encoding,
      sampleRateHz: open.sampleRateHz,
      roles,
      key: flags.key,
      signal: leaving.signal,
      onPrediction: show,
      onState: tellLosses(),
    });
    show(stream.opened!);
    const pace = createPace(flags.rtf);
    for (const { startMs, bytes } of chunks) {
      await pace(startMs);
      if (stream.state === "ended") break; // by the server: close() tells
      await stream.send(bytes);
    }
    show(await stream.close());
  } finally {
    leaving.abort();
  }
});

/** At the pace of a call, or as fast as the stream takes it. */
function createPace(rtf: number): Pace {
  return rtf === 0 ? () => Promise.resolve() : clockPace(rtf, systemClock);
}

/** Says beside the result that the server is lost, and that it is back. */
function tellLosses() {
  let isLost = false;
  return (state: StreamState) => {
    if (state === "reconnecting") warn("the server is lost: trying again");
    if (state === "live" && isLost) warn("the server is back");
    isLost = state === "reconnecting";
  };
}

function readFlags() {
  const { values, positionals } = parseArgs({
    options: OPTIONS,
    allowPositionals: true,
  });
  const { rate } = values;
  const flags = {
    ...values,
    url: streamUrl("stream", values.url),
    key: callerKey(values.key),
    encoding: parseEncoding("stream", values.encoding),
    rtf: parseNumber("stream", "rtf", values.rtf, 0),
    chunkMs: parseNumber("stream", "chunk-ms", values["chunk-ms"], 0),
    rateHz: rate === undefined
      ? undefined
      : parseNumber("stream", "rate", rate, 1),
  };
  return { flags, files: positionals };
}
