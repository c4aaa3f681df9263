/**
 * Streams a WAV file to a server from Deno, and prints how it sounds.
 *
 *     deno run --allow-read --allow-net --allow-env examples/stream_file.ts call.wav
 *     UNDERTONE_KEY=… deno run … stream_file.ts call.wav wss://voice.example.com/v1/stream
 */
import { openStream } from "../src/client/mod.ts"; // jsr:@undertone/undertone/client
import { decodeWav } from "../src/mod.ts"; // jsr:@undertone/undertone

const [file, url = "ws://127.0.0.1:8000/v1/stream"] = Deno.args;
if (file === undefined) {
  console.error("usage: stream_file.ts FILE.wav [URL]");
  Deno.exit(2);
}
const { sampleRateHz, channels } = decodeWav(await Deno.readFile(file));
const [customer] = channels;

const stream = await openStream(url, {
  sampleRateHz,
  key: Deno.env.get("UNDERTONE_KEY"),
  onPrediction: ({ endMs, label, confidence }) =>
    console.log(endMs, label ?? "no speech", confidence?.toFixed(2) ?? ""),
});
for (let at = 0; at < customer!.length; at += sampleRateHz) {
  await stream.send(customer!.subarray(at, at + sampleRateHz));
}
const { summary } = await stream.close();
console.log("whole call:", summary[0]?.label ?? "no speech");
