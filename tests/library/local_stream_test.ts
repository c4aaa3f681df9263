import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  classify,
  createStream,
  loadModel,
  type LocalStream,
  type Prediction,
  ProtocolError,
} from "../../src/mod.ts";
import { speechLike } from "../session/_signals.ts";

const MODEL = new URL("../../models/default/", import.meta.url);
const VOICE = speechLike(4);

async function predictionsOf(stream: LocalStream): Promise<Prediction[]> {
  const predictions: Prediction[] = [];
  for await (const prediction of stream) predictions.push(prediction);
  return predictions;
}

function timeless({ bufferedMs: _, ...prediction }: Prediction) {
  return prediction;
}

Deno.test("LocalStream hears in any pieces what classify() hears at once", async () => {
  const model = await loadModel(MODEL);
  try {
    const whole = await classify(model, {
      sampleRateHz: 16_000,
      channels: [VOICE],
    });
    for (const size of [320, 9_999, VOICE.length]) {
      const stream = createStream(model, { encoding: "pcm_f32le" });
      const predictions = predictionsOf(stream);
      const piece = new Float32Array(size); // one buffer, used again
      for (let at = 0; at < VOICE.length; at += size) {
        const part = VOICE.subarray(at, at + size);
        piece.set(part);
        await stream.send(piece.subarray(0, part.length));
      }
      const { summary, totals } = await stream.close();
      assertEquals(
        (await predictions).map(timeless),
        whole.predictions.map(timeless),
      );
      assertEquals(summary, whole.summary);
      assertEquals(totals.audioMs, 4_000);
    }
  } finally {
    model.dispose();
  }
});

Deno.test("LocalStream ends with a fault, and tells all who wait", async () => {
  const model = await loadModel(MODEL);
  try {
    const stream = createStream(model, { encoding: "pcm_f32le" });
    const predictions = predictionsOf(stream);
    const fates = [
      predictions,
      stream.send(Float32Array.of(NaN)),
      stream.close(),
    ];
    for (const fate of fates) await assertRejects(() => fate, ProtocolError);

    const cut = createStream(model);
    await assertRejects(() => cut.send(new Uint8Array(3)), ProtocolError);
    await assertRejects(() => cut.close(), ProtocolError);
    assertThrows(() => createStream(model, { sampleRateHz: 7 }), ProtocolError);
  } finally {
    model.dispose();
  }
});
