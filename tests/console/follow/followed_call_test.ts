import { assertEquals } from "@std/assert";
import { Call } from "../../../src/console/call/call.ts";
import { FollowedCall } from "../../../src/console/follow/followed_call.ts";
import type { StreamNote } from "../../../src/console/api/call_events.ts";
import type { CallEvent } from "../../../src/results/call_event.ts";
import { ENDED, INTERRUPTED, predicted, STARTED } from "../_events.ts";
import { recordOf } from "../_records.ts";

type Answer = Response | Error | readonly CallEvent[];

/** An event stream; ids are those of a call's first generation. */
function eventStream(
  events: readonly (CallEvent | StreamNote)[],
  from = 1,
): Response {
  const text = events.map((event, i) =>
    `id: 0-${from + i}\nevent: ${event.type}\ndata: ${
      JSON.stringify(event)
    }\n\n`
  ).join("");
  return new Response(text, {
    headers: { "content-type": "text/event-stream" },
  });
}

const NOT_FOUND = () => new Response("", { status: 404 });

/** Follows the call "one" over these answers in turn, records first. */
async function follow(answers: readonly Answer[], keys: string[] = []) {
  const call = new Call();
  const asked: string[] = [];
  const lines: string[] = [];
  const left = [...answers];
  const leaving = new AbortController();
  call.line.subscribe((line) => lines.push(line));
  await new FollowedCall({
    sessionId: "one",
    call,
    key: () => keys[0],
    signal: leaving.signal,
    fetch(path, init) {
      const headers = new Headers(init?.headers);
      const lastId = headers.get("last-event-id") ?? "";
      const key = headers.get("authorization") ?? "";
      asked.push([path, lastId, key].filter(Boolean).join(" "));
      const answer = left.shift();
      if (answer === undefined) throw new Error("asked too often");
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve(
        answer instanceof Response ? answer : eventStream(answer),
      );
    },
    pause() {
      keys.shift();
      if (left.length === 0) leaving.abort();
      return Promise.resolve();
    },
  }).run();
  return { call, asked, lines };
}

Deno.test("FollowedCall reads the record of a call that is over, and follows nothing", async () => {
  const { call, asked } = await follow([Response.json(recordOf())]);
  assertEquals(asked, ["v1/calls/one"]);
  assertEquals([call.line.value, call.log.count], ["over", 2]);
});

Deno.test("FollowedCall follows a live call to its end", async () => {
  const { call, asked, lines } = await follow([
    NOT_FOUND(),
    [STARTED, predicted(0), INTERRUPTED, STARTED, predicted(1), ENDED],
  ]);
  assertEquals(asked, ["v1/calls/one", "v1/calls/one/events"]);
  assertEquals(call.log.count, 2);
  assertEquals(lines, ["idle", "connecting", "on", "away", "on", "over"]);
});

Deno.test("FollowedCall goes on after the last event when the connection breaks", async () => {
  const { call, asked, lines } = await follow([
    NOT_FOUND(),
    [STARTED, predicted(0)],
    new TypeError("network is down"),
    eventStream([predicted(1), ENDED], 3),
  ]);
  assertEquals(asked.slice(1), [
    "v1/calls/one/events",
    "v1/calls/one/events 0-2",
    "v1/calls/one/events 0-2",
  ]);
  assertEquals(call.log.count, 2);
  assertEquals(lines.slice(1), ["connecting", "on", "lost", "on", "over"]);
});

Deno.test("FollowedCall asks for another key when its own is no longer accepted, and goes on", async () => {
  const { call, asked } = await follow([
    NOT_FOUND(),
    [STARTED],
    new Response("", { status: 401 }),
    eventStream([predicted(0), ENDED], 2),
  ], ["old", "old", "new"]);
  assertEquals(asked.at(-2), "v1/calls/one/events 0-1 Bearer old");
  assertEquals(asked.at(-1), "v1/calls/one/events 0-1 Bearer new");
  assertEquals([call.trouble.value, call.log.count], [undefined, 1]);
});

Deno.test("FollowedCall fills a gap from the record, and goes on", async () => {
  const { call } = await follow([
    NOT_FOUND(),
    [STARTED],
    eventStream([{ type: "gap" }, predicted(3), ENDED], 2),
    Response.json(recordOf({ state: "live" })),
  ]);
  assertEquals([...call.log].map(({ index }) => index), [0, 2, 3]);
  assertEquals(call.line.value, "over");
});

Deno.test("FollowedCall waits for a call that is on its way from one server to another", async () => {
  const { call, lines } = await follow([
    NOT_FOUND(),
    eventStream([STARTED, predicted(0), { type: "end" }]),
    NOT_FOUND(), // the next server does not know it yet
    NOT_FOUND(),
    eventStream([predicted(1), ENDED], 9),
  ]);
  assertEquals([call.trouble.value, call.log.count], [undefined, 2]);
  assertEquals(lines.slice(1), ["connecting", "on", "lost", "on", "over"]);
});

Deno.test("FollowedCall leaves out what it does not know", async () => {
  const tomorrow = { ...STARTED, type: "call.transcribed" } as unknown;
  const { call } = await follow([
    NOT_FOUND(),
    [STARTED, tomorrow as CallEvent, predicted(0), ENDED],
  ]);
  assertEquals([call.line.value, call.log.count], ["over", 1]);
});

Deno.test("FollowedCall is done when the server has nothing more to tell", async () => {
  const { call, asked } = await follow([
    NOT_FOUND(),
    [STARTED, predicted(0)],
    new Response(null, { status: 204 }),
  ]);
  assertEquals([call.line.value, call.log.count], ["over", 1]);
  assertEquals(asked.length, 3);
});

Deno.test("FollowedCall gives up on a call that nobody knows", async () => {
  const { call } = await follow([NOT_FOUND(), NOT_FOUND()]);
  assertEquals(call.trouble.value?.what, "There is no such call.");
  assertEquals(call.line.value, "over");
});

Deno.test("FollowedCall ends when nobody looks any more", async () => {
  const { call } = await follow([NOT_FOUND(), [STARTED]]);
  assertEquals(call.line.value, "lost"); // as it was when the view was left
});
