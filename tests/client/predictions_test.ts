import { assertEquals, assertRejects } from "@std/assert";
import { Predictions } from "../../src/client/predictions.ts";
import { PREDICTION } from "../scripts/_fake_server.ts";

const FIRST = { ...PREDICTION, index: 0 };
const SECOND = { ...PREDICTION, index: 1 };

Deno.test("Predictions gives each once to whoever iterates, then the end", async () => {
  const predictions = new Predictions(undefined);
  for (const prediction of [FIRST, FIRST, SECOND, FIRST]) {
    predictions.give(prediction);
  }
  predictions.end({});
  const { iterator } = predictions;
  assertEquals(await iterator.next(), { done: false, value: FIRST });
  assertEquals(await iterator.next(), { done: false, value: SECOND });
  assertEquals((await iterator.next()).done, true);
});

Deno.test("Predictions gives each once to its listener, and keeps none", async () => {
  const heard: number[] = [];
  const predictions = new Predictions(({ index }) => heard.push(index));
  for (const prediction of [FIRST, SECOND, SECOND]) {
    predictions.give(prediction);
  }
  predictions.end({ fault: new RangeError("gone") });
  assertEquals(heard, [0, 1]);
  await assertRejects(() => predictions.iterator.next(), RangeError);
});
