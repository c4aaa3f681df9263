/**
 * A process that records ten calls into a file, twenty times as fast as a
 * server would: what it is told to hear, it hears, and it says how it is.
 *
 *     deno run --allow-read --allow-write _recording_process.ts FILE
 *     hear 20     twenty windows of each call
 *     status      a line of JSON
 *
 * @module
 */
import { pathToFileURL } from "node:url";
import { SILENT_LOG } from "../../../src/log/log.ts";
import type { Clock } from "../../../src/results/records/clock.ts";
import { startRecords } from "../../../src/service/records.ts";
import { callInfo, prediction, told } from "./_records.ts";

const FASTER = 20;
/** A moment between an order and what is said of it: some writes. */
const PAUSE_MS = 20;
const CALLS = 10;

const clock: Clock = {
  now: () => performance.now() * FASTER,
  wallMs: () => Date.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms / FASTER);
    return () => clearTimeout(timer);
  },
};

const records = startRecords(
  { isOn: true, file: pathToFileURL(Deno.args[0]!), days: 30 },
  SILENT_LOG,
  clock,
);
const calls = Array.from(
  { length: CALLS },
  (_, n) =>
    told(callInfo({ sessionId: `s-${n}`, startedAtMs: Date.now() + n })),
);
calls.forEach((call) => records.listener!.heard(call.started(), ""));

let index = 0;
const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream());
for await (const text of lines) {
  for (const line of text.trim().split("\n")) await obey(line);
}

async function obey(line: string): Promise<void> {
  const [order, count] = line.split(" ");
  if (order === "hear") {
    for (let n = 0; n < Number(count); n++, index++) {
      for (const call of calls) {
        records.listener!.heard(call.predicted(prediction(index)), "");
      }
    }
  }
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  console.log(JSON.stringify({ heard: index, ...records.status() }));
}
