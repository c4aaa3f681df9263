/**
 * Calls a server as a phone platform would, with a recording for the voices.
 */
import { parseArgs } from "node:util";
import { type Audio, decodeWav } from "../src/audio/wav.ts";
import { resampled } from "../src/training/whole_signal.ts";
import { callerKey, KEY_OPTION, withoutKey } from "./_key.ts";
import { thisMachine } from "./_machine.ts";
import { parseNumber } from "./_number.ts";
import { print, runProgram } from "./_program.ts";
import { socketOrigin } from "./_server_url.ts";
import {
  assertValid,
  crowdLines,
  makeCalls,
  type SimulatedCrowd,
} from "./_simulated_crowd.ts";
import { wholeNumber } from "./_whole_number.ts";
import { SIMULATORS } from "./_simulators/registry.ts";
import type { SimulatedCall, Simulator } from "./_simulators/simulator.ts";

const USAGE = `
deno task simulate --platform NAME CUSTOMER.wav [AGENT.wav] [--url URL] [--rtf N]

  --platform    ${Object.keys(SIMULATORS).join(", ")}
  --url         the server (http://127.0.0.1:8000)
  --credential  an API key, or the server's WIRE_CREDENTIAL, presented as the platform does
  --secret      the key to sign with, for platforms that sign
  --origin      the server's PUBLIC_ORIGIN, which signatures are over
  --loss        share of the audio messages that get lost, in percent (0)
  --reorder     let audio messages overtake one another
  --rtf         how many times as fast as speech (1); 0: as fast as the socket takes it
  --calls       so many calls, all held at the same time (1); each begins elsewhere
                in the recording (not with audiohook), as people do
  --ramp        seconds over which they begin, one after the other (1). Real calls
                never begin in the same instant; with 0 these do, and their windows
                fall due together: the worst that a server can meet
  --latency     follow the calls as a subscriber would, and tell how long
                predictions took and how many windows were skipped
  --key         the key to follow them with, of the scope read (UNDERTONE_KEY)
  --json        one JSON object on standard output
  --option      NAME=VALUE, a setting of the platform's own:
${optionLines()}

It ends with exit code 0 only if nothing passed that the platform would refuse.
The customer is the first channel, an agent the second one or the second file.
Latency is the time from when the message with a window's last sample was due to
its prediction received. If this program itself sends late, its figures are worth
nothing: it says so, and its exit code is 1.
`;

/** What is about to be done, for errors. */
const ACT = "simulate a call";

const OPTIONS = {
  platform: { type: "string" },
  url: { type: "string", default: "http://127.0.0.1:8000" },
  credential: { type: "string" },
  secret: { type: "string" },
  origin: { type: "string" },
  loss: { type: "string", default: "0" },
  reorder: { type: "boolean", default: false },
  rtf: { type: "string", default: "1" },
  calls: { type: "string", default: "1" },
  ramp: { type: "string", default: "1" },
  latency: { type: "boolean", default: false },
  ...KEY_OPTION,
  json: { type: "boolean", default: false },
  option: { type: "string", multiple: true, default: [] as string[] },
} as const;

await runProgram(USAGE, async () => {
  const { values, positionals } = parseArgs({
    options: OPTIONS,
    allowPositionals: true,
  });
  const simulator = readPlatform(values.platform);
  if (values.reorder && !simulator.canReorder) {
    throw new SyntaxError(
      `Cannot let messages overtake one another as they must be numbered: those of ${values.platform} are not`,
    );
  }
  const rtf = parseNumber(ACT, "rtf", values.rtf, 0);
  if (values.latency) assertTimed(values.platform!, simulator, rtf);
  const call: SimulatedCall = {
    ...values,
    url: socketOrigin(ACT, values.url),
    audio: await readVoices(positionals),
    lossPercent: readPercent("loss", values.loss),
    isReordered: values.reorder,
    rtf,
    options: readOptions(values.option, simulator),
  };
  const crowd: SimulatedCrowd = {
    calls: wholeNumber(ACT, "calls", values.calls, 1),
    rampMs: 1000 * parseNumber(ACT, "ramp", values.ramp, 0),
    tellsLatency: values.latency,
    key: callerKey(values.key),
  };
  const result = await makeCalls(simulator, call, crowd);
  if (values.json) printJson({ platform: values.platform, ...result });
  else {
    for (const line of crowdLines(result)) print(`${values.platform}: ${line}`);
  }
  assertValid(result);
});

function printJson(result: object): void {
  print(JSON.stringify({
    date: new Date().toISOString(),
    command: ["deno task simulate", ...withoutKey(Deno.args)].join(" "),
    machine: thisMachine(),
    ...result,
  }));
}

/** @throws {SyntaxError} If there is nothing to time calls by. */
function assertTimed(
  platform: string,
  { canTime }: Simulator,
  rtf: number,
): void {
  if (!canTime) {
    throw new SyntaxError(
      `Cannot time the calls as each must have a name of its own: those of ${platform} have not`,
    );
  }
  if (rtf > 0) return;
  throw new SyntaxError(
    "Cannot time the calls as each message must have its moment: with --rtf 0 there is none",
  );
}

function optionLines(): string {
  return Object.entries(SIMULATORS).flatMap(([platform, { options }]) =>
    Object.entries(options).map(([name, about]) =>
      `                ${platform}: ${name}=${about}`
    )
  ).join("\n");
}

function readPlatform(name: string | undefined): Simulator {
  if (name !== undefined && Object.hasOwn(SIMULATORS, name)) {
    return SIMULATORS[name]!;
  }
  throw new SyntaxError(
    `Cannot simulate a call as --platform must be one of ${
      Object.keys(SIMULATORS).join(", ")
    }: current value is ${JSON.stringify(name ?? "")}`,
  );
}

/** One file's channels, or two files' first ones; the shorter voice ends in silence. */
async function readVoices(files: readonly string[]): Promise<Audio> {
  const [first, second, ...more] = files;
  if (first === undefined || more.length > 0) {
    throw new SyntaxError(
      `Cannot simulate a call as one or two WAV files must be named: current value is ${files.length} files`,
    );
  }
  const customer = await readFile(first);
  if (second === undefined) return customer;
  const agent = await readFile(second);
  const { sampleRateHz } = customer;
  const voices = [
    customer.channels[0]!,
    resampled(agent.channels[0]!, agent.sampleRateHz, sampleRateHz),
  ];
  const length = Math.max(...voices.map((voice) => voice.length));
  const channels = voices.map((voice) => {
    const padded = new Float32Array(length);
    padded.set(voice);
    return padded;
  });
  return { sampleRateHz, channels };
}

async function readFile(file: string): Promise<Audio> {
  try {
    return decodeWav(await Deno.readFile(file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SyntaxError(`${file}: ${reason}`, { cause: error });
  }
}

function readPercent(flag: string, text: string): number {
  const percent = parseNumber(ACT, flag, text, 0);
  if (percent <= 100) return percent;
  throw new RangeError(
    `Cannot simulate a call as --${flag} must be at most 100: current value is ${percent}`,
  );
}

function readOptions(
  texts: readonly string[],
  { options }: Simulator,
): Record<string, string> {
  return Object.fromEntries(texts.map((text) => {
    const equals = text.indexOf("=");
    const name = text.slice(0, equals);
    if (equals > 0 && Object.hasOwn(options, name)) {
      return [name, text.slice(equals + 1)];
    }
    throw new SyntaxError(
      `Cannot simulate a call as --option must be one of ${
        Object.keys(options).join(", ")
      }, with =VALUE: current value is "${text}"`,
    );
  }));
}
