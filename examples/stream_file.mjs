/**
 * Streams a WAV file of 16-bit PCM to a server from Node, and prints how it sounds.
 *
 *     deno task pack:npm && npm install --no-save --prefix examples dist/undertone-client-*.tgz
 *     node examples/stream_file.mjs call.wav
 *     UNDERTONE_KEY=… node examples/stream_file.mjs call.wav wss://voice.example.com/v1/stream
 */
import { readFile } from "node:fs/promises";
import { openStream } from "@undertone/client";

const [file, url = "ws://127.0.0.1:8000/v1/stream"] = process.argv.slice(2);
if (file === undefined) {
  console.error("usage: stream_file.mjs FILE.wav [URL]");
  process.exit(2);
}
const { sampleRateHz, channelCount, samples } = pcm16(await readFile(file));

const stream = await openStream(url, {
  sampleRateHz,
  roles: ["customer", "agent"].slice(0, channelCount),
  key: process.env.UNDERTONE_KEY,
  onPrediction: ({ role, endMs, label, confidence }) =>
    console.log(
      role,
      endMs,
      label ?? "no speech",
      confidence?.toFixed(2) ?? "",
    ),
});
const second = sampleRateHz * channelCount;
for (let at = 0; at < samples.length; at += second) {
  await stream.send(samples.subarray(at, at + second));
}
const { summary } = await stream.close();
for (const { role, label } of summary) {
  console.log("whole call:", role, label ?? "no speech");
}

/** The samples of a WAV file: its chunks are "fmt ", "data" and others. */
function pcm16(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format = 12;
  let data;
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    const name = bytes.toString("latin1", at, at + 4);
    if (name === "fmt ") format = at + 8;
    if (name === "data") data = bytes.subarray(at + 8, at + 8 + size);
    at += 8 + size + size % 2;
  }
  if (data === undefined || view.getUint16(format + 14, true) !== 16) {
    throw new Error(`${file} must be a WAV file of 16-bit PCM`);
  }
  return {
    channelCount: view.getUint16(format + 2, true),
    sampleRateHz: view.getUint32(format + 4, true),
    samples: new Int16Array(data.buffer.slice(
      data.byteOffset,
      data.byteOffset + data.byteLength,
    )),
  };
}
