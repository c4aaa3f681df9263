import { assert, assertEquals } from "@std/assert";
import { LogAwayError } from "../../src/results/event_log.ts";
import type { AppDeps } from "../../src/server/app.ts";
import { createApp } from "../../src/server/app.ts";
import { Subscribers } from "../../src/server/subscribers.ts";
import {
  ended,
  escalated,
  predicted,
  started,
  windowOf,
} from "../results/_calls.ts";
import { appendAll, newCall } from "../results/_log_laws.ts";
import { type SentEvent, sentEvents } from "./_event_source.ts";
import { appDeps, serve } from "./_server.ts";

/** A call that was told of up to its first window. */
async function liveCall(deps: AppDeps) {
  const call = newCall();
  await appendAll(deps.events, [
    started(call),
    predicted(windowOf(0, 0.1), call),
  ]);
  return {
    call,
    async end() {
      await deps.events.append({ id: "0-3", event: escalated(call) });
      await deps.events.append({ id: "0-4", event: ended(call) });
    },
  };
}
const short = ({ id, event, retry }: SentEvent) =>
  `${id ?? retry} ${event ?? ""}`.trim();
const ALL = [
  "1000",
  "0-1 call.started",
  "0-2 prediction",
  "0-3 escalation",
  "0-4 call.ended",
];

Deno.test("GET /v1/calls/{id}/events tells a call as it goes, to its end", async () => {
  const { deps } = appDeps();
  await using server = serve(deps);
  const { call, end } = await liveCall(deps);
  const response = await fetch(
    `${server.httpUrl}/v1/calls/${call.sessionId}/events`,
  );
  assertEquals(response.headers.get("content-type"), "text/event-stream");
  const heard: SentEvent[] = [];
  for await (const event of sentEvents(response)) {
    heard.push(event);
    if (event.id === "0-2") await end();
  }
  assertEquals(heard.map(short), ALL);
  assertEquals(JSON.parse(heard[1]!.data!), started(call));
  assertEquals(deps.subscribers.count, 0);
});

Deno.test("GET /v1/calls/{id}/events goes on after the last event that was heard", async () => {
  const { deps } = appDeps();
  await using server = serve(deps);
  const { call, end } = await liveCall(deps);
  await end();
  const url = `${server.httpUrl}/v1/calls/${call.sessionId}/events`;
  const asks: [string, HeadersInit][] = [
    [url, { "last-event-id": "0-2" }],
    [`${url}?lastEventId=0-1`, { "last-event-id": "0-2" }],
    [`${url}?lastEventId=0-2`, {}],
    [`${url}?after=0-2`, {}],
  ];
  for (const [url, headers] of asks) {
    const heard = await Array.fromAsync(
      sentEvents(await fetch(url, { headers })),
    );
    assertEquals(heard.map(short), [ALL[0], ...ALL.slice(3)]);
  }
  const last = await fetch(url, { headers: { "last-event-id": "0-4" } });
  assertEquals([last.status, await last.text()], [204, ""]);
});

Deno.test("GET /v1/calls/{id}/events tells what was asked for alone", async () => {
  const { deps } = appDeps();
  const { call, end } = await liveCall(deps);
  await end();
  const response = await createApp(deps).request(
    `/v1/calls/${call.sessionId}/events?types=prediction,call.ended`,
  );
  const heard = await Array.fromAsync(sentEvents(response));
  assertEquals(heard.map(short), [ALL[0], ALL[2], ALL[4]]);
});

Deno.test("Subscriptions answer what is wrong with a request", async () => {
  const { deps } = appDeps();
  const { call } = await liveCall(deps);
  const other = newCall({ tenant: "other" });
  await appendAll(deps.events, [started(other)]);
  const app = createApp(deps);
  const statusOf = async (path: string, headers = {}) => {
    const { status, body } = await app.request(path, { headers });
    await body?.cancel();
    return status;
  };
  for (const route of ["events", "subscribe"]) {
    const path = `/v1/calls/${call.sessionId}/${route}`;
    assertEquals(await statusOf(`/v1/calls/nobody/${route}`), 404);
    assertEquals(await statusOf(`/v1/calls/${other.sessionId}/${route}`), 404);
    assertEquals(await statusOf(`${path}?types=all`), 400);
    assertEquals(await statusOf(path, { "last-event-id": "no id" }), 400);
  }
  assertEquals(await statusOf(`/v1/calls/${call.sessionId}/subscribe`), 426);
  assertEquals(deps.subscribers.count, 0);
});

Deno.test("Subscriptions ask the gate for read, and see no other tenant's calls", async () => {
  const { deps } = appDeps();
  const asked: string[] = [];
  const app = createApp({
    ...deps,
    gate: {
      admit(_, scope) {
        asked.push(scope);
        return Promise.resolve({ tenant: "other", scopes: [scope] });
      },
    },
  });
  const { call } = await liveCall(deps);
  const paths = [
    `/v1/calls/${call.sessionId}/events`,
    `/v1/calls/${call.sessionId}/subscribe`,
  ];
  for (const path of paths) assertEquals((await app.request(path)).status, 404);
  const feed = await app.request("/v1/events");
  await feed.body!.cancel();
  assertEquals(asked, ["read", "read", "read"]);
});

Deno.test("Subscriptions are refused where there are too many, and while the log is away", async () => {
  const { deps } = appDeps();
  const { call } = await liveCall(deps);
  const path = `/v1/calls/${call.sessionId}/events`;
  const full = createApp({ ...deps, subscribers: new Subscribers(0) });
  assertEquals((await full.request(path)).status, 503);

  deps.events.read = () => Promise.reject(new LogAwayError("away"));
  const response = await createApp(deps).request(path);
  assertEquals([response.status, response.headers.get("retry-after")], [
    503,
    "2",
  ]);
});

Deno.test("GET /v1/events tells what happens to a tenant's calls from now on", async () => {
  const { deps } = appDeps();
  await using server = serve(deps);
  const { call, end } = await liveCall(deps);
  const next = sentEvents(await fetch(`${server.httpUrl}/v1/events`));
  assertEquals((await next.next()).value, { retry: "1000" });
  await end();
  const first = (await next.next()).value as SentEvent;
  const second = (await next.next()).value as SentEvent;
  assertEquals([first.event, second.event], ["escalation", "call.ended"]);
  assertEquals(JSON.parse(first.data!).sessionId, call.sessionId);
  await next.return(undefined);

  const headers = { "last-event-id": first.id! };
  const again = sentEvents(
    await fetch(`${server.httpUrl}/v1/events`, { headers }),
  );
  await again.next();
  assertEquals((await again.next()).value, second);
  await again.return(undefined);
});

Deno.test("GET /v1/calls/{id}/events forgets a reader who has left", async () => {
  const { deps, internalFaults } = appDeps();
  await using server = serve(deps);
  const { call } = await liveCall(deps);
  const leaving = new AbortController();
  const { signal } = leaving;
  const response = await fetch(
    `${server.httpUrl}/v1/calls/${call.sessionId}/events`,
    { signal },
  );
  const reader = sentEvents(response);
  await reader.next();
  assertEquals(deps.subscribers.count, 1);
  leaving.abort();
  await reader.next().catch(() => {});
  for (let place = 3; deps.subscribers.count > 0; place++) {
    await deps.events.append({ id: `0-${place}`, event: escalated(call) });
    await new Promise((resolve) => setTimeout(resolve));
  }
  assertEquals(internalFaults, []);
});

Deno.test("A server that stops ends subscriptions, and says so", async () => {
  const { deps } = appDeps();
  await using server = serve(deps);
  const { call } = await liveCall(deps);
  const heard = sentEvents(
    await fetch(`${server.httpUrl}/v1/calls/${call.sessionId}/events`),
  );
  for (let i = 0; i < 3; i++) await heard.next();
  const socket = await subscribed(server.port, call.sessionId);
  await socket.message(2);
  deps.subscribers.stop();
  assertEquals((await heard.next()).value, {
    event: "end",
    data: '{"type":"end","reason":"server_stop"}',
  });
  assertEquals((await heard.next()).done, true);
  assertEquals((await socket.closed).code, 1001);
  assertEquals(deps.subscribers.count, 0);
});

/** A socket that writes down what it hears. */
async function subscribed(port: number, sessionId: string, query = "") {
  const socket = new WebSocket(
    `ws://127.0.0.1:${port}/v1/calls/${sessionId}/subscribe${query}`,
  );
  const messages: { id?: string; type: string }[] = [];
  let heard = Promise.withResolvers<void>();
  socket.onmessage = ({ data }) => {
    messages.push(JSON.parse(data));
    heard.resolve();
    heard = Promise.withResolvers();
  };
  const closed = new Promise<CloseEvent>((resolve) => socket.onclose = resolve);
  await new Promise((resolve) => socket.onopen = resolve);
  return {
    socket,
    messages,
    closed,
    async message(count: number) {
      while (messages.length < count) await heard.promise;
    },
  };
}

Deno.test("WS /v1/calls/{id}/subscribe tells a call as it goes, to its end", async () => {
  const { deps } = appDeps();
  await using server = serve(deps);
  const { call, end } = await liveCall(deps);
  const all = await subscribed(server.port, call.sessionId);
  const some = await subscribed(
    server.port,
    call.sessionId,
    "?after=0-2&types=call.ended",
  );
  await all.message(2);
  await end();
  const { code, reason } = await all.closed;
  assertEquals([code, reason], [1000, "ended"]);
  assertEquals(
    all.messages.map(({ id, type }) => `${id} ${type}`),
    ALL.slice(1),
  );
  const { id: _, ...first } = all.messages[0]!;
  assertEquals(first, JSON.parse(JSON.stringify(started(call))));
  await some.closed;
  assertEquals(some.messages.map(({ id }) => id), ["0-4"]);
  assert(deps.subscribers.count === 0);
});

Deno.test("WS /v1/calls/{id}/subscribe reads nothing of what a subscriber says, and forgets who has left", async () => {
  const { deps, internalFaults } = appDeps();
  await using server = serve(deps);
  const { call } = await liveCall(deps);
  const one = await subscribed(server.port, call.sessionId);
  one.socket.send("hello");
  one.socket.send(new Uint8Array(10_000));
  await one.message(2);
  one.socket.close();
  await one.closed;
  while (deps.subscribers.count > 0) {
    await new Promise((resolve) => setTimeout(resolve));
  }
  assertEquals(internalFaults, []);
});
