/**
 * Streams a WAV file to a server as a call would come, and shows what it answers.
 */
import { parseArgs } from "node:util";
import { AUDIO_ENCODINGS } from "../src/protocol/native/messages.ts";
import { CALL_OPTIONS, parseRoles, readRecording } from "./_call_flags.ts";
import { parseEncoding } from "./_encoding.ts";
import { Line } from "./_line.ts";
import { parseNumber } from "./_number.ts";
import { createCall, type OutgoingCall } from "./_outgoing_call.ts";
import { clockPace, heardPace, type Pace, systemClock } from "./_pace.ts";
import { print, runProgram } from "./_program.ts";
import { messageLines } from "./_render.ts";

const USAGE = `
deno task stream FILE.wav [--url URL] [--rtf N] [--chunk-ms N] [--json]

  --url       the server (ws://127.0.0.1:8000/v1/stream)
  --rtf       how many times as fast as the call was (1); 0: as fast as the server hears
  --chunk-ms  audio in one message (20)
  --encoding  ${AUDIO_ENCODINGS.join(", ")} (pcm_s16le)
  --rate      resample to this many Hz before sending
  --role      customer, agent or mixed: whose voice the one channel carries (customer)
  --roles     of two channels, in order (customer,agent)
  --json      one message of the server a line
`;

const OPTIONS = {
  ...CALL_OPTIONS,
  url: { type: "string", default: "ws://127.0.0.1:8000/v1/stream" },
  rtf: { type: "string", default: "1" },
  "chunk-ms": { type: "string", default: "20" },
  encoding: { type: "string", default: "pcm_s16le" },
  rate: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

await runProgram(USAGE, async () => {
  const { flags, files } = readFlags();
  const recording = await readRecording(files);
  const roles = parseRoles(flags, recording.channels.length);
  const call = createCall(recording, roles, flags);
  using line = new Line(flags.url, (message) => {
    if (flags.json) print(JSON.stringify(message));
    else messageLines(message, { tellsLag: flags.rtf > 0 }).forEach(print);
  });
  await Promise.all([line.ended, speak(line, call, flags.rtf)]);
});

/** Says the whole call, chunk by chunk at its pace, and that it is over. */
async function speak(
  line: Line,
  { open, chunks }: OutgoingCall,
  rtf: number,
): Promise<void> {
  await line.open(open);
  const pace = createPace(line, rtf);
  for (const { startMs, bytes } of chunks) {
    await pace(startMs);
    if (line.hasEnded) return;
    line.sendAudio(bytes);
  }
  line.close();
}

function createPace(line: Line, rtf: number): Pace {
  if (rtf === 0) return heardPace(() => line.heard());
  return clockPace(rtf, systemClock);
}

function readFlags() {
  const { values, positionals } = parseArgs({
    options: OPTIONS,
    allowPositionals: true,
  });
  const { rate } = values;
  const flags = {
    ...values,
    encoding: parseEncoding("stream", values.encoding),
    rtf: parseNumber("stream", "rtf", values.rtf, 0),
    chunkMs: parseNumber("stream", "chunk-ms", values["chunk-ms"], 0),
    rateHz: rate === undefined
      ? undefined
      : parseNumber("stream", "rate", rate, 1),
  };
  return { flags, files: positionals };
}
