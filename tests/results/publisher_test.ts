import { assertEquals } from "@std/assert";
import type { CallEvent } from "../../src/results/call_event.ts";
import type { Appended, EventLog } from "../../src/results/event_log.ts";
import { KeptCalls } from "../../src/results/kept_calls.ts";
import { MemoryEventLog } from "../../src/results/memory_event_log.ts";
import { Publisher } from "../../src/results/publisher.ts";
import { PREDICTION } from "../scripts/_fake_server.ts";
import { CALL, REPORT, tellAll } from "../session/_events.ts";
import { noLosses } from "../../src/session/losses.ts";

const END = {
  reason: "client_close",
  losses: noLosses(),
  report: REPORT,
} as const;

/** A publisher, what its listener heard, and its faults. */
function publisherOf(
  log: EventLog = new MemoryEventLog(new KeptCalls(() => 0)),
) {
  const faults: unknown[] = [];
  const heard: string[] = [];
  const publisher = new Publisher({
    log,
    wallMs: () => 7,
    onFault: (fault) => faults.push(fault),
  });
  publisher.listen({
    heard: ({ type }, id) => heard.push(`${id} ${type}`),
  });
  return { publisher, heard, faults, log };
}

const escalation = (generation = 0): CallEvent => ({
  type: "escalation",
  atMs: 7,
  sessionId: CALL.sessionId,
  tenant: CALL.tenant,
  generation,
  channel: 0,
  label: "angry",
  startMs: 0,
  endMs: 5_000,
  confidence: 0.8,
});

Deno.test("Publisher tells of a call in order, named by generation and place", async () => {
  const { publisher, heard, faults } = publisherOf();
  tellAll(publisher);
  await publisher.settled();
  assertEquals(heard, [
    "0-1 call.started",
    "0-2 prediction",
    "0-3 call.interrupted",
    "1-1 call.resumed",
  ]);
  assertEquals(faults, []);
});

Deno.test("Publisher drops what the generation before says late, its end included", async () => {
  const { publisher, heard } = publisherOf();
  publisher.started(CALL);
  publisher.resumed({ ...CALL, generation: 1 });
  publisher.predicted(CALL, PREDICTION);
  publisher.ended(CALL, END);
  publisher.publish(escalation(0));
  publisher.ended({ ...CALL, generation: 1 }, END);
  await publisher.settled();
  assertEquals(heard, [
    "0-1 call.started",
    "1-1 call.resumed",
    "1-2 call.ended",
  ]);
});

Deno.test("Publisher tells what a listener finds in the last window before the end", async () => {
  const { publisher, heard } = publisherOf();
  publisher.listen({
    heard({ type }) {
      if (type === "prediction") publisher.publish(escalation());
    },
  });
  publisher.started(CALL);
  publisher.predicted(CALL, PREDICTION);
  publisher.ended(CALL, END);
  await publisher.settled();
  assertEquals(heard, [
    "0-1 call.started",
    "0-2 prediction",
    "0-3 escalation",
    "0-4 call.ended",
  ]);
});

Deno.test("Publisher tells nothing of a call that is over or was never begun", async () => {
  const { publisher, heard } = publisherOf();
  publisher.publish(escalation());
  publisher.started(CALL);
  publisher.ended(CALL, END);
  await publisher.settled();
  publisher.publish(escalation());
  publisher.predicted(CALL, PREDICTION);
  await publisher.settled();
  assertEquals(heard, ["0-1 call.started", "0-2 call.ended"]);
});

Deno.test("Publisher tells a window once, though a resumed call answers it again", async () => {
  const { publisher, heard } = publisherOf();
  const resumed = { ...CALL, generation: 1 };
  publisher.started(CALL);
  for (const index of [0, 1]) {
    publisher.predicted(CALL, { ...PREDICTION, index });
  }
  publisher.resumed(resumed);
  for (const index of [1, 2]) {
    publisher.predicted(resumed, { ...PREDICTION, index });
  }
  publisher.ended(resumed, END);
  await publisher.settled();
  assertEquals(heard.slice(3), [
    "1-1 call.resumed",
    "1-3 prediction",
    "1-4 call.ended",
  ]);
});

Deno.test("Publisher tells a fault of a listener or of the log, and tells the others", async () => {
  const broken = new Error("broken");
  const { publisher, heard, faults, log } = publisherOf();
  publisher.listen({
    heard() {
      throw broken;
    },
  });
  publisher.listen({ heard: ({ type }) => heard.push(`again ${type}`) });
  publisher.started(CALL);
  await publisher.told(CALL);
  assertEquals(heard, ["0-1 call.started", "again call.started"]);

  log.append = () => Promise.reject<Appended>(broken);
  publisher.predicted(CALL, PREDICTION);
  await publisher.told(CALL);
  assertEquals(faults, [broken, broken]);
  assertEquals(heard.length, 2);
});

Deno.test("Publisher says that a call has gone on elsewhere, and not of one that has come back", async () => {
  const { publisher, log } = publisherOf();
  const left: string[] = [];
  publisher.listen({
    heard() {},
    left: ({ sessionId, tenant }) => left.push(`${tenant} ${sessionId}`),
  });
  publisher.started(CALL);
  await publisher.told(CALL);
  log.append = () => Promise.resolve<Appended>("superseded");
  publisher.predicted(CALL, PREDICTION);
  await publisher.told(CALL);
  assertEquals(left, [`${CALL.tenant} ${CALL.sessionId}`]);
  publisher.predicted(CALL, PREDICTION);
  log.append = () => Promise.resolve<Appended>("taken");
  publisher.resumed({ ...CALL, generation: 2 });
  await publisher.told({ ...CALL, generation: 2 });
  await publisher.settled();
  assertEquals(left.length, 1);
});

/** What those hear who are told of ends by the publisher. */
function overOf(log?: EventLog) {
  const said: string[] = [];
  const faults: unknown[] = [];
  const publisher = new Publisher({
    log: log ?? new MemoryEventLog(new KeptCalls(() => 0)),
    wallMs: () => 7,
    onFault: (fault) => faults.push(fault),
    over: {
      ended: ({ generation }) => said.push(`${generation} ended`),
      moved: ({ generation }) => said.push(`${generation} moved`),
    },
  });
  return { publisher, said, faults };
}

Deno.test("Publisher says that a call ended where it did, and moved where it had gone on elsewhere", async () => {
  const log = new MemoryEventLog(new KeptCalls(() => 0));
  const [one, other] = [overOf(log), overOf(log)];
  one.publisher.started(CALL);
  await one.publisher.told(CALL);
  other.publisher.resumed({ ...CALL, generation: 1 });
  await other.publisher.told({ ...CALL, generation: 1 });
  one.publisher.ended(CALL, { ...END, reason: "socket_closed" });
  await one.publisher.settled();
  other.publisher.ended({ ...CALL, generation: 1 }, END);
  await other.publisher.settled();
  assertEquals([one.said, other.said], [["0 moved"], ["1 ended"]]);
});

Deno.test("Publisher says once that a call ended, though the log fails or nobody has begun it here", async () => {
  const broken = {
    append: () => Promise.reject(new Error("away")),
  } as Partial<EventLog> as EventLog;
  const { publisher, said, faults } = overOf(broken);
  publisher.started(CALL);
  publisher.ended(CALL, END);
  await publisher.settled();
  publisher.ended({ ...CALL, sessionId: "unknown" }, END);
  await publisher.settled();
  assertEquals([said, faults.length], [["0 ended", "0 ended"], 2]);
});
