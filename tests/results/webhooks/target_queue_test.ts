import { assert, assertEquals } from "@std/assert";
import {
  MAX_AGE_MS,
  MAX_ATTEMPTS,
  MAX_IN_FLIGHT,
  MAX_WAITING,
  MAX_WAITING_OF_SERIES,
  TIMEOUT_MS,
} from "../../../src/results/webhooks/limits.ts";
import { messageOf } from "../../../src/results/webhooks/message.ts";
import type { Outcome, Post } from "../../../src/results/webhooks/post.ts";
import {
  type GivenUp,
  TargetQueue,
} from "../../../src/results/webhooks/target_queue.ts";
import { settle } from "../../session/_fakes.ts";
import {
  callOf,
  ended,
  escalated,
  predicted,
  started,
  windowOf,
} from "../_calls.ts";
import { FakeTimers, targetOf } from "./_fakes.ts";

const DELIVERED: Outcome = { kind: "delivered" };
const FAILED: Outcome = { kind: "failed", reason: "status 500" };

/** A queue whose target answers as it is told, and writes down what it was sent. */
function queueOf(answer: (posted: string, nth: number) => Outcome | "never") {
  const timers = new FakeTimers();
  const posted: string[] = [];
  const dead: GivenUp[] = [];
  const post: Post = (_target, { sessionId, type, body }, signal) => {
    const { data } = JSON.parse(body);
    const at = data.prediction?.endMs ?? "";
    posted.push(`${sessionId} ${type}${at && ` ${at}`}`);
    const outcome = answer(posted.at(-1)!, posted.length);
    if (outcome !== "never") return Promise.resolve(outcome);
    return new Promise((resolve) =>
      signal.addEventListener(
        "abort",
        () => resolve({ kind: "failed", reason: "no answer in time" }),
      )
    );
  };
  const queue = new TargetQueue(targetOf(), {
    timers,
    post,
    random: () => 0.5,
    bury: (letter) => dead.push(letter),
  });
  return { queue, timers, posted, dead };
}

const call = (n: number) => callOf({ sessionId: `${n}` });
const told = (n: number) => messageOf(started(call(n)));
const over = (n: number) => messageOf(ended(call(n)));

Deno.test("TargetQueue delivers each call's messages in order, and many calls at a time", async () => {
  const { queue, posted } = queueOf(() => DELIVERED);
  for (const message of [told(1), over(1), told(2), over(2)]) {
    queue.push(message);
  }
  await settle();
  assertEquals(posted.filter((text) => text.startsWith("1")), [
    "1 call.started",
    "1 call.ended",
  ]);
  assertEquals(posted.indexOf("2 call.started") < 3, true);
  assertEquals(queue.counts, { delivered: 4, retried: 0, dead: 0, dropped: 0 });
  assertEquals(queue.depth, 0);
});

Deno.test("TargetQueue has a bounded number of requests under way", async () => {
  const { queue, posted } = queueOf(() => "never");
  for (let n = 0; n < 3 * MAX_IN_FLIGHT; n++) queue.push(told(n));
  await settle();
  assertEquals(posted.length, MAX_IN_FLIGHT);
  queue.close();
});

Deno.test("TargetQueue waits longer after each failure, and what its call said later waits behind it", async () => {
  const { queue, timers, posted } = queueOf((posted, nth) =>
    posted === "1 call.started" && nth < 5 ? FAILED : DELIVERED
  );
  queue.push(told(1));
  queue.push(over(1));
  queue.push(told(2));
  const seen: number[] = [];
  for (const ms of [0, 749, 1, 1_499, 1, 2_999, 1]) {
    await timers.pass(ms);
    seen.push(posted.length);
  }
  assertEquals(seen, [2, 2, 3, 3, 4, 4, 6]);
  assertEquals(posted, [
    "1 call.started",
    "2 call.started",
    "1 call.started",
    "1 call.started",
    "1 call.started",
    "1 call.ended",
  ]);
  assertEquals([queue.counts.retried, timers.count], [3, 0]);
});

Deno.test("TargetQueue gives up after so many attempts, and goes on with the call", async () => {
  const { queue, timers, posted, dead } = queueOf((posted) =>
    posted.endsWith("started") ? FAILED : DELIVERED
  );
  queue.push(told(1));
  queue.push(over(1));
  await timers.pass(MAX_AGE_MS);
  assertEquals(posted.length, MAX_ATTEMPTS + 1);
  assertEquals(
    dead.map(({ message, attempts, reason }) => [
      message.type,
      attempts,
      reason,
    ]),
    [["call.started", MAX_ATTEMPTS, "status 500"]],
  );
  assertEquals(queue.counts, {
    delivered: 1,
    retried: MAX_ATTEMPTS - 1,
    dead: 1,
    dropped: 0,
  });
  assertEquals([queue.depth, timers.count], [0, 0]);
});

Deno.test("TargetQueue gives up what would be too old at its next attempt", async () => {
  const { queue, timers, posted, dead } = queueOf(() => ({
    kind: "failed",
    reason: "status 429",
    pauseMs: MAX_AGE_MS * 2 / 3,
  }));
  queue.push(told(1));
  await timers.pass(2 * MAX_AGE_MS);
  assertEquals([posted.length, dead[0]!.attempts], [2, 2]);
});

Deno.test("TargetQueue ends an attempt that is not answered in time", async () => {
  const { queue, timers, posted } = queueOf((_, nth) =>
    nth === 1 ? "never" : DELIVERED
  );
  queue.push(told(1));
  await timers.pass(TIMEOUT_MS - 1);
  assertEquals(queue.counts.retried, 0);
  await timers.pass(1);
  assertEquals(queue.counts.retried, 1);
  await timers.pass(1_000);
  assertEquals([posted.length, queue.counts.delivered], [2, 1]);
});

Deno.test("TargetQueue leaves a target alone for as long as it asks", async () => {
  const { queue, timers, posted } = queueOf((_, nth) =>
    nth === 1
      ? { kind: "failed", reason: "status 429", pauseMs: 60_000 }
      : DELIVERED
  );
  queue.push(told(1));
  await settle();
  queue.push(told(2)); // another call, and yet it waits
  await timers.pass(59_999);
  assertEquals(posted.length, 1);
  await timers.pass(1);
  assertEquals(posted.length, 3);
  assertEquals([queue.depth, timers.count], [0, 0]);
});

Deno.test("TargetQueue sends nothing more to a target that is gone, until it is reopened", async () => {
  const { queue, timers, posted, dead } = queueOf((_, nth) =>
    nth === 1 ? { kind: "gone", reason: "status 410" } : DELIVERED
  );
  for (const message of [told(1), over(1)]) queue.push(message);
  await settle();
  queue.push(told(2));
  await settle();
  assertEquals(posted.length, 1);
  assertEquals(dead.map(({ reason, attempts }) => [reason, attempts]), [
    ["the target is gone", 1],
    ["the target is gone", 0],
    ["the target is gone", 0],
  ]);
  queue.reopen();
  queue.push(told(3));
  await settle();
  assertEquals([posted.length, timers.count], [2, 0]);
});

Deno.test("TargetQueue holds so much and no more", async () => {
  const { queue, dead } = queueOf(() => "never");
  for (let n = 0; n < MAX_WAITING + 5; n++) queue.push(told(n));
  await settle();
  assertEquals(queue.depth, MAX_WAITING);
  assertEquals(dead.length, 5);
  assertEquals(dead[0]!.reason, "too much waits");
  queue.close();
  assertEquals([queue.depth, dead.length], [0, MAX_WAITING + 5]);
});

Deno.test("TargetQueue drops predictions before what matters more", async () => {
  const { queue, dead } = queueOf(() => "never");
  for (let n = 0; n < MAX_WAITING; n++) {
    queue.push(messageOf(predicted(windowOf(0, 0.5), call(n))));
  }
  queue.push(told(1));
  await settle();
  assertEquals(queue.depth, MAX_WAITING_OF_SERIES + 1);
  assertEquals(queue.counts.dropped, MAX_WAITING - MAX_WAITING_OF_SERIES);
  assertEquals(dead, []);
  queue.close();
});

Deno.test("TargetQueue tries a prediction once, and lets the newest of a channel alone wait", async () => {
  const { queue, timers, posted, dead } = queueOf((posted) =>
    posted.includes("prediction") ? "never" : DELIVERED
  );
  const at = (index: number, channel = 0) =>
    messageOf(predicted(windowOf(index, 0.5, { channel }), call(1)));
  for (const index of [0, 1, 2, 3]) queue.push(at(index));
  queue.push(at(3, 1));
  queue.push(messageOf(escalated(call(1))));
  await timers.pass(3 * TIMEOUT_MS);
  assertEquals(posted, [
    "1 prediction 985",
    "1 prediction 2425",
    "1 prediction 2425",
    "1 escalation",
  ]);
  assertEquals(queue.counts, { delivered: 1, retried: 0, dead: 0, dropped: 5 });
  assertEquals([dead.length, queue.depth], [0, 0]);
});

Deno.test("TargetQueue tries at once what waits when it drains, and says when nothing does", async () => {
  const { queue, timers, posted } = queueOf((_, nth) =>
    nth <= 2 ? FAILED : DELIVERED
  );
  queue.push(told(1));
  queue.push(over(1));
  await settle();
  let isDrained = false;
  queue.drain().then(() => isDrained = true);
  await settle();
  assertEquals([posted.length, isDrained], [2, false]);
  await timers.pass(2_000);
  assertEquals([posted.length, isDrained, timers.count], [4, true, 0]);
  await queue.drain(); // empty already
});

Deno.test("TargetQueue waits for no pause when it drains", async () => {
  const { queue, timers, posted } = queueOf((_, nth) =>
    nth === 1
      ? { kind: "failed", reason: "status 503", pauseMs: 60_000 }
      : DELIVERED
  );
  queue.push(told(1));
  await settle();
  await queue.drain();
  assertEquals([posted.length, queue.depth, timers.count], [2, 0, 0]);
});

Deno.test("TargetQueue lets go of everything when it closes, and takes nothing more", async () => {
  const { queue, timers, dead } = queueOf((posted) =>
    posted.startsWith("1") ? FAILED : "never"
  );
  queue.push(told(1));
  queue.push(told(2));
  await settle();
  assert(timers.count > 0);
  queue.close();
  queue.push(told(3));
  await settle();
  assertEquals(
    dead.map(({ message: { sessionId }, reason }) => [sessionId, reason]),
    ["1", "2", "3"].map((id) => [id, "the server stops"]),
  );
  assertEquals([queue.depth, timers.count], [0, 0]);
});
