import { assertEquals } from "@std/assert";
import { MicrophoneError } from "../../../src/client/mod.ts";
import type { AudioSource } from "../../../src/console/audio/audio_source.ts";
import { Spectrogram } from "../../../src/console/audio/spectrogram.ts";
import { Call } from "../../../src/console/call/call.ts";
import { LiveCall } from "../../../src/console/live/live_call.ts";
import { troubleOf } from "../../../src/console/trouble.ts";
import { appDeps, serve } from "../../server/_server.ts";
import { speechLike } from "../../session/_signals.ts";

/** Speech in tenths of a second, two channels if asked; then a fault, if there is one. */
function sourceOf(
  seconds: number,
  channelCount = 1,
  fault?: Error,
): AudioSource {
  const speech = speechLike(seconds);
  return {
    sampleRateHz: 16_000,
    channelCount,
    isLive: false,
    async *chunks() {
      for (let at = 0; at < speech.length; at += 1_600) {
        const chunk = speech.subarray(at, at + 1_600);
        yield await Array(channelCount).fill(chunk);
      }
      if (fault) throw fault;
    },
    stop() {},
  };
}

async function called(url: string, source: AudioSource) {
  const call = new Call();
  const lines: string[] = [];
  call.line.subscribe((line) => lines.push(line));
  const spectrograms = Array.from(
    { length: source.channelCount },
    () => new Spectrogram(16_000),
  );
  await new LiveCall({
    source,
    call,
    spectrograms,
    url,
    roles: (["customer", "agent"] as const).slice(0, source.channelCount),
    key: () => undefined,
    probe: () => Promise.resolve(undefined),
  }).run();
  return { call, lines, spectrograms };
}

Deno.test("LiveCall sends a call of two channels, and hears it to its summary", async () => {
  await using server = serve();
  const { call, lines, spectrograms } = await called(
    server.streamUrl,
    sourceOf(3, 2),
  );
  assertEquals(lines, ["idle", "connecting", "on", "over"]);
  assertEquals(call.trouble.value, undefined);
  assertEquals(call.ending.value?.reason, "client_close");
  assertEquals(call.ending.value?.totals?.audioMs, 3_000);
  assertEquals(call.ending.value?.summary.map(({ role }) => role), [
    "customer",
    "agent",
  ]);
  assertEquals(call.log.count, call.ending.value?.totals?.predictions);
  assertEquals(call.latencyMs.value! >= 0, true);
  assertEquals(spectrograms.map((s) => s.take().length), [74, 74]);
});

Deno.test("LiveCall says why a server that is there does not take it", async () => {
  const { deps } = appDeps();
  const reasons = ["loading_model"] as const;
  await using server = serve({
    ...deps,
    readiness: () => ({ isReady: false, reasons }),
  });
  const { call } = await called(server.streamUrl, sourceOf(1));
  assertEquals(call.trouble.value?.what, troubleOf("not_ready", "").what);
  assertEquals(call.line.value, "over");
});

Deno.test("LiveCall says that nobody is there", async () => {
  const { call } = await called("ws://127.0.0.1:1/v1/stream", sourceOf(1));
  assertEquals(call.trouble.value?.what, troubleOf("unreachable", "").what);
});

Deno.test("LiveCall keeps what was answered when the audio breaks off, and says why", async () => {
  await using server = serve();
  const lost = new MicrophoneError("lost");
  const { call } = await called(server.streamUrl, sourceOf(3, 1, lost));
  assertEquals(call.trouble.value?.what.includes("microphone has gone"), true);
  assertEquals(call.start.value !== undefined, true);
  assertEquals(call.line.value, "over");
});
