/** Where AudioHook's audio lies, and that its windows are those of the native protocol. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { encodeSamples } from "../../../../src/audio/sample_encoder.ts";
import { interleave } from "../../../../src/audio/interleaved.ts";
import { NativeDialog } from "../../../../src/session/native_dialog.ts";
import { wireDeps } from "../../_calls.ts";
import { FakeClient, settle, timeless } from "../../_fakes.ts";
import { chunks, speechLike } from "../../_signals.ts";
import { createSession, media, speech } from "./_client.ts";

fc.configureGlobal({ seed: 2_026 });

const CUSTOMER = speechLike(5.3, 8_000);
const AGENT = speechLike(5.3, 8_000, { pitchHz: 210, seed: 2 });

type Encoding = "mulaw" | "pcm_s16le";

/** What the native protocol finds in the same audio. */
async function native(
  encoding: Encoding,
  bytes: Uint8Array,
  roles: readonly string[],
) {
  const client = new FakeClient();
  const dialog = new NativeDialog(client, wireDeps().deps);
  dialog.receiveText(JSON.stringify({
    type: "open",
    version: 1,
    encoding,
    sampleRateHz: 8_000,
    channels: roles.map((role) => ({ role })),
  }));
  dialog.receiveAudio(bytes);
  dialog.receiveText('{"type":"close"}');
  await settle();
  const [closed] = client.of("closed");
  return { predictions: timeless(client.of("prediction")), ...closed! };
}

const WIRES = [
  ["PCMU", "mulaw", "external"],
  ["L16", "pcm_s16le", "external"],
  ["PCMU", "mulaw", "both"],
  ["L16", "pcm_s16le", "both"],
] as const;

for (const [format, encoding, sides] of WIRES) {
  Deno.test(`an AudioHook call of ${sides} in ${format} has the windows of the native protocol, however it is cut`, async () => {
    const isBoth = sides === "both";
    const channels = isBoth ? ["external", "internal"] : ["external"];
    const bytes = encodeSamples(
      encoding,
      isBoth ? interleave([CUSTOMER, AGENT]) : CUSTOMER,
    );
    const roles = isBoth ? ["customer", "agent"] : ["customer"];
    const expected = await native(encoding, bytes, roles);
    assert(expected.predictions.length >= 10);
    const tick = (encoding === "mulaw" ? 1 : 2) * channels.length;
    for (const sizes of [[160], [1_600], [7, 400, 3]]) {
      const { dialog, open, say, sink } = createSession({
        settings: isBoth ? { agentPurpose: "safety" } : {},
      });
      open({ media: [media(channels, format)] });
      for (const frame of chunks(bytes, sizes.map((size) => size * tick))) {
        dialog.receiveAudio(frame);
      }
      say("close");
      await settle();
      assertEquals(timeless(sink.predictions), expected.predictions);
      const [end] = sink.ends;
      assert(end?.reason === "platform_stop");
      assertEquals(end.report.totals, expected.totals);
      assertEquals(end.report.summary, expected.summary);
    }
  });
}

/** Ends of the windows of a session that hears so many seconds and jumps between. */
async function endsOf(
  acts: (session: ReturnType<typeof createSession>) => void,
) {
  const session = createSession();
  session.open();
  acts(session);
  session.say("close");
  await settle();
  const { sink, client } = session;
  assertEquals(client.types.at(-1), "closed");
  return {
    ends: sink.predictions.map(({ endMs }) => endMs),
    starts: sink.predictions.map(({ startMs }) => startMs),
    losses: sink.ends[0]!.losses,
  };
}

Deno.test("Stream goes on where a pause ended, with no window across it", async () => {
  const { ends, starts, losses } = await endsOf(({ dialog, say }) => {
    dialog.receiveAudio(speech(1.1));
    say("paused");
    say("resumed", { start: "PT1.1S", discarded: "PT10.000125S" });
    dialog.receiveAudio(speech(1));
  });
  assertEquals(ends, [985, 1_100, 12_085.125, 12_100.125]);
  assert(starts.slice(2).every((startMs) => startMs >= 11_100.125));
  assertEquals(losses.leftOutMs, 10_000.125);
});

Deno.test("Stream goes on as if nothing was if nothing was discarded", async () => {
  const { ends, losses } = await endsOf(({ dialog, say }) => {
    dialog.receiveAudio(speech(1.1));
    say("paused");
    say("resumed", { start: "PT1.1S", discarded: "PT0S" });
    dialog.receiveAudio(speech(1, 2));
  });
  assertEquals(ends, [985, 1_465, 1_945, 2_100]);
  assertEquals(losses.leftOutMs, 0);
});

Deno.test("Stream begins anew where something was discarded, and never goes back", async () => {
  const { ends, starts, losses } = await endsOf(({ dialog, say }) => {
    dialog.receiveAudio(speech(2));
    say("discarded", { start: "PT0.5S", discarded: "PT0.3S" });
    dialog.receiveAudio(speech(1));
  });
  assertEquals(ends, [985, 1_465, 1_945, 2_000, 2_985, 3_000]);
  assert(starts.slice(4).every((startMs) => startMs >= 2_000));
  assertEquals(losses.leftOutMs, 0);
});

Deno.test("Stream follows a client that is ahead of its samples", async () => {
  const { ends, losses } = await endsOf(({ dialog, say }) => {
    say("discarded", { start: "PT6.3S", discarded: "PT0.3S" });
    dialog.receiveAudio(speech(1));
  });
  assertEquals(ends, [7_585, 7_600]);
  assertEquals(losses.leftOutMs, 6_600);
});

Deno.test("Stream is where the client is, whatever it discards and however often", async () => {
  const part = fc.tuple(fc.nat(12_000), fc.nat(20_000));
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
      let samples = 0;
      const { ends } = await endsOf(({ dialog, say }) => {
        for (const [heard, discarded] of parts) {
          dialog.receiveAudio(new Uint8Array(heard).fill(0xff));
          samples += heard;
          say("discarded", {
            start: `PT${samples / 8_000}S`,
            discarded: `PT${discarded / 8_000}S`,
          });
          samples += discarded;
        }
        dialog.receiveAudio(new Uint8Array(800).fill(0xff));
      });
      assertEquals(ends.at(-1), (samples + 800) / 8);
    }),
    { numRuns: 50 },
  );
});
