import { assertEquals, assertRejects } from "@std/assert";
import { Predictions } from "../../src/client/predictions.ts";
import { PREDICTION } from "../scripts/_fake_server.ts";

function prediction(index: number, channel = 0) {
  return { ...PREDICTION, index, channel };
}

async function rest(predictions: Predictions): Promise<number[]> {
  const indices: number[] = [];
  for await (const { index } of predictions) indices.push(index);
  return indices;
}

Deno.test("Predictions gives what came before it was asked, then what comes, then the end", async () => {
  const predictions = new Predictions();
  predictions.push(prediction(0));
  predictions.push(prediction(1));
  const all = rest(predictions);
  await null;
  predictions.push(prediction(2));
  predictions.end({});
  assertEquals(await all, [0, 1, 2]);
  assertEquals(await rest(predictions), []);
});

Deno.test("Predictions ends with its fault once all is given, and for all who wait", async () => {
  const predictions = new Predictions();
  predictions.push(prediction(0));
  predictions.end({ fault: new RangeError("gone") });
  assertEquals((await predictions.next()).value.index, 0);
  await assertRejects(() => predictions.next(), RangeError, "gone");

  const waiting = new Predictions();
  const fates = [waiting.next(), waiting.next()];
  waiting.end({ fault: new RangeError("gone") });
  for (const fate of fates) await assertRejects(() => fate, RangeError);
});

Deno.test("Predictions may be left and come back to", async () => {
  const predictions = new Predictions();
  for (let i = 0; i < 3; i++) predictions.push(prediction(i));
  for await (const { index } of predictions) {
    assertEquals(index, 0);
    break;
  }
  predictions.end({});
  assertEquals(await rest(predictions), [1, 2]);
});

Deno.test("Predictions keeps a bounded number for who does not ask: the newest", async () => {
  const predictions = new Predictions(10);
  for (let i = 0; i < 1_000; i++) predictions.push(prediction(i));
  predictions.end({});
  assertEquals(await rest(predictions), [
    ...[990, 991, 992, 993, 994, 995, 996, 997, 998, 999],
  ]);
});

Deno.test("Predictions.isNew() knows each window of each channel once", () => {
  const predictions = new Predictions();
  const seen = [[0, 0], [0, 1], [1, 0], [1, 1], [0, 0], [2, 0], [1, 0]]
    .map(([index, channel]) => predictions.isNew(prediction(index!, channel!)));
  assertEquals(seen, [true, true, true, true, false, true, false]);
});
