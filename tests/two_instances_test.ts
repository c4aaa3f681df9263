/** Two servers, one nginx, one Redis: one server is killed, and nobody misses anything. */
import { assert, assertEquals } from "@std/assert";
import { openStream } from "../src/client/mod.ts";
import type { Closed, Prediction } from "../src/protocol/native/messages.ts";
import { Subscriber } from "./_instances/subscriber.ts";
import { TwoInstances } from "./_instances/two_instances.ts";
import { speechLike } from "./session/_signals.ts";

const RATE_HZ = 16_000;
/** Half of each call comes before the kill, half after it. */
const HALF_S = 6;
const CHUNK = RATE_HZ / 10;
/** The window by which an instance is killed: in the middle of the first half. */
const KILL_AT_WINDOW = 4;
/** The longest that Redis hangs before the kill: less than the second after which a server goes on without it. */
const MAX_HANG_MS = 600;

/** A call over one instance, with who listens to it on either. */
class WatchedCall {
  readonly predictions: Prediction[] = [];
  readonly subscribers: Subscriber[] = [];
  readonly closed: Promise<Closed>;
  /** Resolves when a subscriber has heard of so many windows that the kill comes in the midst of them. */
  readonly isUnderWay: Promise<void>;

  constructor(instances: TwoInstances, over: "a" | "b", killed: Promise<void>) {
    const underWay = Promise.withResolvers<void>();
    this.isUnderWay = underWay.promise;
    this.closed = this.#stream(instances, over, { killed, underWay });
  }

  async #stream(
    instances: TwoInstances,
    over: "a" | "b",
    { killed, underWay }: {
      killed: Promise<void>;
      underWay: PromiseWithResolvers<void>;
    },
  ): Promise<Closed> {
    const stream = await openStream(`ws://${instances.by(over)}/v1/stream`, {
      sampleRateHz: RATE_HZ,
      onPrediction: (prediction) => this.predictions.push(prediction),
    });
    for (const by of ["a", "b"] as const) {
      const path = `${instances.by(by)}/v1/calls/${stream.opened!.sessionId}`;
      for (const url of [`http://${path}/events`, `ws://${path}/subscribe`]) {
        this.subscribers.push(
          new Subscriber(url, (event) => {
            const isFar = event.type === "prediction" &&
              event.prediction.index >= KILL_AT_WINDOW;
            if (isFar) underWay.resolve();
          }),
        );
      }
    }
    const samples = speechLike(2 * HALF_S);
    for (let i = 0; i < samples.length; i += CHUNK) {
      if (i === HALF_S * RATE_HZ) await killed;
      await stream.send(samples.subarray(i, i + CHUNK));
      await new Promise((resolve) => setTimeout(resolve, 33)); // three times the pace of speech
    }
    return await stream.close();
  }
}

Deno.test("A server is killed under load: calls go on over the other, and subscribers miss nothing and hear nothing twice", async () => {
  await using instances = await TwoInstances.start();
  const killed = Promise.withResolvers<void>();
  const calls = (["a", "b", "a", "b"] as const).map((over) =>
    new WatchedCall(instances, over, killed.promise)
  );
  await Promise.all(calls.map(({ isUnderWay }) => isUnderWay));
  instances.redis.hang();
  await answeredMore(calls.map(({ predictions }) => predictions));
  instances.kill("a");
  instances.redis.goOn();
  killed.resolve();

  for (const [i, call] of calls.entries()) {
    const { summary } = await call.closed;
    const isMoved = i % 2 === 0;
    assert(call.predictions.length > 20, `${call.predictions.length} windows`);
    assertWhole(call.predictions);
    assertEquals(summary[0]!.windows, call.predictions.length);
    for (const subscriber of call.subscribers) {
      await subscriber.done;
      assertEquals(subscriber.others, []);
      assertEquals(found(subscriber.predictions), found(call.predictions));
      const types = subscriber.events.map(({ event }) => event.type);
      assertEquals([types[0], types.at(-1)], ["call.started", "call.ended"]);
      assert(!isMoved || types.includes("call.resumed"), "was not moved");
    }
    const connections = call.subscribers.map(({ connectionCount }) =>
      connectionCount
    );
    assert(Math.max(...connections) > 1, "no subscriber lost its connection");
  }
});

/** Resolves when a client has answers that a Redis that hangs has not. */
async function answeredMore(
  answers: readonly (readonly Prediction[])[],
): Promise<void> {
  const before = answers.map(({ length }) => length);
  const endMs = performance.now() + MAX_HANG_MS;
  while (
    performance.now() < endMs &&
    !answers.some(({ length }, i) => i % 2 === 0 && length > before[i]! + 1)
  ) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Every window once and in order; one that was left out because the server was late says so. */
function assertWhole(predictions: readonly Prediction[]): void {
  let next = 0;
  for (const { index, skipped } of predictions) {
    assertEquals(index, next + skipped);
    next = index + 1;
  }
}

/** What was found, without how late it was told. */
function found(predictions: readonly Prediction[]) {
  return predictions.map(({ bufferedMs: _, ...prediction }) => prediction);
}
