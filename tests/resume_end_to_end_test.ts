/**
 * Calls over lines that break, on two servers with the shipped model, as two
 * strangers' processes that share nothing but a secret.
 */
import { assert, assertEquals } from "@std/assert";
import { OwnServer } from "../scripts/_own_server.ts";
import { openStream } from "../src/client/mod.ts";
import type { Closed, Prediction } from "../src/protocol/native/messages.ts";
import { CuttingProxy } from "./_cutting_proxy.ts";
import {
  concat,
  noise,
  pcm16,
  silence,
  speechLike,
} from "./session/_signals.ts";

const SECRET = { SIGNING_SECRET: "what both servers of this test share" };
const RATE_HZ = 8_000;
const AUDIO = pcm16(
  concat(
    speechLike(3, RATE_HZ),
    silence(1.2, RATE_HZ),
    speechLike(3.3, RATE_HZ, { pitchHz: 210, seed: 2 }),
  ),
);
const CUTS_OF_A_CALL = 12;
const CALLS = 3;

interface Heard {
  readonly predictions: readonly Prediction[];
  readonly closed: Closed;
}

/** Streams the call as fast as it is taken. */
async function stream(url: string): Promise<Heard> {
  const predictions: Prediction[] = [];
  const stream = await openStream(url, {
    sampleRateHz: RATE_HZ,
    onPrediction: (prediction) => predictions.push(prediction),
    environment: { random: () => 0 }, // it dials again at once
  });
  for (let at = 0; at < AUDIO.length; at += 4_000) {
    await stream.send(AUDIO.subarray(at, at + 4_000));
  }
  return { closed: await stream.close(), predictions };
}

function exact(predictions: readonly Prediction[]) {
  return predictions.map((
    { posterior: _, confidence: __, bufferedMs: ___, ...rest },
  ) => rest);
}

Deno.test("a call over lines that break is answered as if they had held", async () => {
  const servers = await Promise.all([
    OwnServer.start({ env: SECRET }),
    OwnServer.start({ env: SECRET }),
  ]);
  try {
    const uncut = await stream(servers[0]!.streamUrl);
    assert(uncut.predictions.some(({ label }) => label !== null));
    const targets = servers.map(({ origin }) => new URL(origin).host);
    for (let seed = 1; seed <= CALLS; seed++) {
      const random = noise(seed);
      const chance = (count: number) => Math.floor((random() + 1) / 2 * count);
      const cuts = CUTS_OF_A_CALL;
      await using proxy = new CuttingProxy({
        targets,
        cuts,
        chance,
        maxBytes: 90_000,
      });
      const { predictions, closed } = await stream(proxy.streamUrl);
      assertEquals(proxy.cutCount, cuts);
      assertEquals(exact(predictions), exact(uncut.predictions));
      assertEquals(closed.totals, uncut.closed.totals);
      predictions.forEach(({ posterior }, i) => {
        for (const [label, value] of Object.entries(posterior ?? {})) {
          const other = uncut.predictions[i]!.posterior![label]!;
          assert(Math.abs(value - other) < 1e-4, `${value} and ${other}`);
        }
      });
    }
  } finally {
    for (const server of servers) await server.stop();
  }
});
