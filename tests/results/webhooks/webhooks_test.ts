import { assert, assertEquals, assertMatch } from "@std/assert";
import { Webhook } from "standardwebhooks";
import { type LogFields, SILENT_LOG } from "../../../src/log/log.ts";
import type { CallEvent } from "../../../src/results/call_event.ts";
import {
  MAX_ATTEMPTS,
  MAX_IN_FLIGHT,
} from "../../../src/results/webhooks/limits.ts";
import { createPost } from "../../../src/results/webhooks/post.ts";
import type { WebhookTarget } from "../../../src/results/webhooks/target.ts";
import { Webhooks } from "../../../src/results/webhooks/webhooks.ts";
import {
  callOf,
  ended,
  escalated,
  interrupted,
  predicted,
  resumed,
  started,
  windowOf,
} from "../_calls.ts";
import { FakeTimers, receiver, SECRET, targetOf, until } from "./_fakes.ts";

/** Webhooks over real sockets, in time that the test lets pass. */
function webhooksTo(...targets: WebhookTarget[]) {
  const timers = new FakeTimers();
  const lines: LogFields[] = [];
  const webhooks = new Webhooks(targets, {
    timers,
    post: createPost(Date.now),
    random: () => 0.5,
    wallMs: () => 1_000,
    log: { ...SILENT_LOG, warn: (_event, fields) => lines.push(fields!) },
  });
  const hear = (events: readonly CallEvent[]) =>
    events.forEach((event) => webhooks.heard(event));
  const counts = (name = "desk") =>
    webhooks.counts.find(({ target }) => target === name)!;
  return { webhooks, timers, lines, hear, counts };
}

Deno.test("Webhooks tells a call from its beginning to its end, signed and in order", async () => {
  await using desk = receiver();
  const { hear, counts } = webhooksTo(targetOf({ url: desk.url() }));
  const call = callOf({ callId: "CA7" });
  hear([started(call), escalated(call), ended(call)]);
  await until(() => counts().delivered === 3);
  assertEquals(desk.types, ["call.started", "escalation", "call.ended"]);
  for (const { body, headers } of desk.received) {
    const verified = new Webhook(SECRET).verify(body, headers);
    assertEquals(verified, JSON.parse(body));
    assertEquals(JSON.parse(body).data.call.callId, "CA7");
  }
  const { data } = JSON.parse(desk.received[2]!.body);
  assertEquals(data.end.report.totals.audioMs, 2);
  const ids = desk.received.map(({ headers }) => headers["webhook-id"]);
  assertEquals(new Set(ids).size, 3);
});

Deno.test("Webhooks tries again after a 500, with the same id, and keeps the order of the call", async () => {
  let failures = 2;
  await using desk = receiver(() =>
    failures-- > 0 ? new Response("no", { status: 500 }) : undefined
  );
  const { hear, counts, timers } = webhooksTo(targetOf({ url: desk.url() }));
  hear([started(), ended()]);
  await until(() => counts().retried === 1);
  assertEquals([desk.types, counts().waiting], [["call.started"], 2]);
  await timers.pass(750);
  await until(() => counts().retried === 2);
  await timers.pass(1_500);
  await until(() => counts().delivered === 2);
  assertEquals(desk.types, [
    "call.started",
    "call.started",
    "call.started",
    "call.ended",
  ]);
  const ids = desk.received.map(({ headers }) => headers["webhook-id"]);
  assertEquals(new Set(ids.slice(0, 3)).size, 1);
  assertEquals(timers.count, 0);
});

Deno.test("Webhooks shows what it gave up, and sends it when it is told to", async () => {
  let isDown = true;
  await using desk = receiver(() =>
    isDown ? new Response("no", { status: 500 }) : undefined
  );
  const { webhooks, hear, counts, timers, lines } = webhooksTo(
    targetOf({ url: desk.url("/in?key=hidden") }),
  );
  hear([started(), escalated()]);
  for (let failed = 1; counts().dead === 0; failed++) {
    await until(() => counts().retried === failed || counts().dead === 1);
    if (counts().dead === 0) await timers.passToNext();
  }
  await until(() => counts().retried === MAX_ATTEMPTS); // the next of its call
  const [letter] = webhooks.deadLetters("default");
  const { id, reason, attempts, target } = letter!;
  assertEquals([reason, target, attempts], [
    "status 500",
    "desk",
    MAX_ATTEMPTS,
  ]);
  assertEquals(lines.length, 1);
  assertMatch(lines[0]!.message!, /gives up a webhook of "desk": status 500/);
  assert(!JSON.stringify([lines, letter]).includes("hidden"));

  assertEquals(webhooks.retry("acme", id), false); // not theirs
  assertEquals(webhooks.retry("default", "none"), false);
  isDown = false;
  await timers.passToNext();
  await until(() => counts().delivered === 1);
  assertEquals(webhooks.retry("default", id), true);
  await until(() => counts().delivered === 2);
  assertEquals(desk.types.slice(-2), ["escalation", "call.started"]);
  assertEquals(webhooks.deadLetters("default"), []);
  assertEquals(webhooks.retry("default", id), false); // it has been sent
});

Deno.test("Webhooks sends to a target that was gone, once somebody asks for it", async () => {
  let isGone = true;
  await using desk = receiver(() =>
    isGone ? new Response(null, { status: 410 }) : undefined
  );
  const { webhooks, hear, counts } = webhooksTo(targetOf({ url: desk.url() }));
  hear([started(), ended()]);
  await until(() => counts().dead === 2);
  isGone = false;
  hear([started(callOf({ sessionId: "s-2" }))]);
  assertEquals([counts().dead, desk.received.length], [3, 1]);
  const [letter] = webhooks.deadLetters("default");
  assertEquals(webhooks.retry("default", letter!.id), true);
  await until(() => counts().delivered === 1);
});

Deno.test("Webhooks sends a target its tenant's calls, and the events that it asked for", async () => {
  await using desk = receiver();
  const { hear, counts } = webhooksTo(
    targetOf({ name: "a", tenant: "acme", url: desk.url("/a") }),
    targetOf({
      name: "b",
      url: desk.url("/b"),
      events: new Set(["escalation"]),
    }),
  );
  const acme = callOf({ sessionId: "s-2", tenant: "acme" });
  hear([started(), started(acme), escalated(), ended(), ended(acme)]);
  await until(() => counts("a").delivered === 2 && counts("b").delivered === 1);
  const sent = desk.received.map(({ path, body }) => {
    const { type, data } = JSON.parse(body);
    return `${path} ${data.tenant} ${type}`;
  });
  assertEquals(sent.sort(), [
    "/a acme call.ended",
    "/a acme call.started",
    "/b default escalation",
  ]);
});

Deno.test("Webhooks sends a channel's predictions as far apart as its target asked", async () => {
  await using desk = receiver();
  const { hear, counts } = webhooksTo(
    targetOf({ url: desk.url(), events: new Set(["prediction"]) }),
    targetOf({
      name: "none",
      url: desk.url(),
      events: new Set(["escalation"]),
    }),
  );
  hear([started()]);
  for (let index = 0; index < 25; index++) {
    hear([
      predicted(windowOf(index, 0.5)),
      predicted(windowOf(index, 0.5, { channel: 1 })),
    ]);
    await until(() => counts().waiting === 0);
  }
  const sent = (channel: number) =>
    desk.received.map(({ body }) => JSON.parse(body).data.prediction)
      .filter((prediction) => prediction.channel === channel)
      .map(({ endMs }) => endMs);
  assertEquals(sent(0), [985, 6_265, 11_545]);
  assertEquals(sent(1), [985, 6_265, 11_545]);
  hear([ended(), predicted(windowOf(60, 0.5))]); // of no call that is known
  assertEquals([counts().waiting, counts("none").delivered], [0, 0]);
});

Deno.test("Webhooks lets a slow target delay neither calls nor other targets", async () => {
  const { promise: forever, resolve } = Promise.withResolvers<Response>();
  await using slow = receiver(() => forever);
  await using quick = receiver();
  const { hear, counts, webhooks, timers } = webhooksTo(
    targetOf({ name: "slow", url: slow.url() }),
    targetOf({ name: "quick", url: quick.url() }),
  );
  const calls = Array.from(
    { length: 50 },
    (_, n) => callOf({ sessionId: `${n}` }),
  );
  hear(calls.flatMap((call) => [started(call), ended(call)]));
  await until(() => counts("quick").delivered === 100);
  assertEquals([counts("slow").delivered, counts("slow").waiting], [0, 100]);
  await until(() => slow.received.length === MAX_IN_FLIGHT);
  const stopped = webhooks.stop(1);
  await timers.pass(1);
  await stopped;
  resolve(new Response());
});

Deno.test("Webhooks stops when all is sent", async () => {
  await using desk = receiver();
  const { webhooks, hear, timers, lines } = webhooksTo(
    targetOf({ url: desk.url() }),
  );
  hear([started(), ended()]);
  await webhooks.stop(2_000);
  assertEquals(desk.types, ["call.started", "call.ended"]);
  assertEquals([lines, timers.count], [[], 0]);
});

Deno.test("Webhooks stops in time, and says how much it leaves", async () => {
  const { promise: forever, resolve } = Promise.withResolvers<Response>();
  await using desk = receiver(() => forever);
  const { webhooks, hear, timers, lines } = webhooksTo(
    targetOf({ url: desk.url() }),
  );
  hear([started(), ended(), started(callOf({ sessionId: "s-2" }))]);
  await until(() => desk.received.length === 2);
  const stopped = webhooks.stop(2_000);
  await timers.pass(2_000);
  await stopped;
  resolve(new Response());
  assertEquals(lines, [{
    message: "stops before all webhooks are delivered",
    deadLetters: 3,
  }]);
  assertEquals(
    webhooks.deadLetters("default").map(({ reason }) => reason),
    new Array(3).fill("the server stops"),
  );
  await until(() => timers.count === 0);
});

Deno.test("Webhooks knows a call that comes back from elsewhere", async () => {
  await using desk = receiver();
  const { hear, counts } = webhooksTo(
    targetOf({
      url: desk.url(),
      events: new Set(["call.resumed", "call.ended"]),
    }),
  );
  const back = callOf({ generation: 1 });
  hear([resumed(back), interrupted(back), ended(back)]);
  await until(() => counts().delivered === 2);
  hear([started(), interrupted(), resumed(back), ended(back)]);
  await until(() => counts().delivered === 4);
  assertEquals(
    desk.received.map(({ body }) => JSON.parse(body).data.call.generation),
    [1, 1, 1, 1],
  );
});

Deno.test("Webhooks knows no more of a call that has gone on elsewhere", () => {
  const { webhooks, hear } = webhooksTo();
  hear([started()]);
  assertEquals(webhooks.callCount, 1);
  webhooks.left(callOf());
  assertEquals(webhooks.callCount, 0);
});
