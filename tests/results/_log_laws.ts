/**
 * What holds of every log, wherever it keeps its events.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { CallEvent } from "../../src/results/call_event.ts";
import { BEFORE_ALL } from "../../src/results/event_id.ts";
import type {
  Appended,
  EventLog,
  EventTopic,
} from "../../src/results/event_log.ts";
import type { CallInfo } from "../../src/session/call_sink.ts";
import {
  callOf,
  ended,
  escalated,
  predicted,
  resumed,
  started,
  windowOf,
} from "./_calls.ts";

fc.configureGlobal({ seed: 2_026 });

let callCount = 0;
/** A call that no other test has heard of. */
export function newCall(change: Partial<CallInfo> = {}): CallInfo {
  return callOf({ sessionId: `call-${callCount++}`, ...change });
}

/** The ids that a topic has after one. */
export async function idsOf(
  log: EventLog,
  topic: EventTopic,
  afterId = BEFORE_ALL,
): Promise<string[] | undefined> {
  const page = await log.read(topic, afterId, 1_000);
  return page?.events.map(({ id }) => id);
}

/** Checks that a log keeps the laws of logs. */
export const LOG_LAWS: Readonly<
  Record<string, (log: EventLog) => Promise<void>>
> = {
  async "reads a call on from any event, page by page, to its end"(log) {
    const call = newCall();
    const events = [
      started(call),
      predicted(windowOf(0, 0.1), call),
      escalated(call),
      ended(call),
    ];
    assertEquals(await appendAll(log, events), events.map(() => "taken"));

    const all = await log.read(call, BEFORE_ALL, 100);
    assertEquals(all!.events.map(({ json }) => JSON.parse(json)), events);
    assertEquals(
      all!.events.map(({ id, previousId, type }) => [id, previousId, type]),
      [
        ["0-1", "0-0", "call.started"],
        ["0-2", "0-1", "prediction"],
        ["0-3", "0-2", "escalation"],
        ["0-4", "0-3", "call.ended"],
      ],
    );
    assertEquals(all!.isEnd, true);
    const page = await log.read(call, "0-1", 2);
    assertEquals(page!.events.map(({ id }) => id), ["0-2", "0-3"]);
    assertEquals(page!.isEnd, false);
    assertEquals(await log.read(call, "0-4", 2), { events: [], isEnd: true });
  },

  async "knows no call that nobody told of, nor another tenant's"(log) {
    const call = newCall({ tenant: "acme" });
    assertEquals(await log.read(call, BEFORE_ALL, 1), undefined);
    await appendAll(log, [started(call)]);
    assertEquals(await idsOf(log, call), ["0-1"]);
    const stranger = { ...call, tenant: "other" };
    assertEquals(await log.read(stranger, BEFORE_ALL, 1), undefined);
    assertEquals(
      await log.append({
        id: "1-1",
        event: resumed({ ...stranger, generation: 1 }),
      }),
      "superseded",
    );
  },

  async "takes no window twice, and nothing of an older generation"(log) {
    const call = newCall();
    const next = { ...call, generation: 1 };
    await appendAll(log, [started(call), predicted(windowOf(0, 0.1), call)]);
    const told: [string, CallEvent, Appended][] = [
      ["1-1", resumed(next), "taken"],
      ["1-2", predicted(windowOf(0, 0.1), next), "known"],
      ["1-3", predicted(windowOf(0, 0.1, { channel: 1 }), next), "taken"],
      ["0-3", predicted(windowOf(1, 0.1), call), "superseded"],
      ["0-4", ended(call), "superseded"],
      ["1-4", predicted(windowOf(1, 0.1), next), "taken"],
      ["1-5", ended(next), "taken"],
      ["1-6", escalated(next), "superseded"],
    ];
    for (const [id, event, appended] of told) {
      assertEquals(await log.append({ id, event }), appended, id);
    }
    const page = await log.read(call, "0-2", 100);
    assertEquals(page!.events.map(({ id, previousId }) => [id, previousId]), [
      ["1-1", "0-2"],
      ["1-3", "1-1"],
      ["1-4", "1-3"],
      ["1-5", "1-4"],
    ]);
    assertEquals(page!.isEnd, true);
  },

  async "goes on with a call that was ended and has come back"(log) {
    const call = newCall();
    await appendAll(log, [started(call), ended(call)]);
    const event = resumed({ ...call, generation: 1 });
    assertEquals(await log.append({ id: "1-1", event }), "taken");
    const page = await log.read(call, "0-2", 100);
    assertEquals([page!.events.length, page!.isEnd], [1, false]);
  },

  async "feeds a tenant with all but predictions of its calls"(log) {
    const tenant = `tenant-${callCount++}`;
    const calls = [newCall({ tenant }), newCall({ tenant })];
    const startId = await log.lastId({ tenant });
    for (const call of calls) {
      await appendAll(log, [started(call), predicted(windowOf(0, 0.1), call)]);
    }
    await appendAll(log, [started(newCall())]);
    const page = await log.read({ tenant }, startId, 100);
    assertEquals(
      page!.events.map(({ json }) => JSON.parse(json).sessionId),
      calls.map(({ sessionId }) => sessionId),
    );
    const [first, second] = page!.events;
    assertEquals(first!.previousId, startId);
    assertEquals(second!.previousId, first!.id);
    assertEquals(await log.lastId({ tenant }), second!.id);
    assertEquals(await idsOf(log, { tenant }, first!.id), [second!.id]);
    assertEquals(page!.isEnd, false);
  },

  async "wakes who follows, and nobody who has left or follows another call"(
    log,
  ) {
    const [call, other] = [newCall(), newCall()];
    const woken: string[] = [];
    await appendAll(log, [started(call)]);
    const follow = (name: string, topic: EventTopic) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const unfollow = log.follow(topic, () => {
        woken.push(name);
        resolve();
      });
      return { promise, unfollow };
    };
    const gone = follow("gone", call);
    gone.unfollow();
    const stranger = follow("stranger", other);
    const one = follow("one", call);
    const two = follow("two", call);
    await log.append({ id: "0-2", event: escalated(call) });
    await Promise.all([one.promise, two.promise]);
    assertEquals(
      new Set(woken.filter((name) => name !== "stranger")),
      new Set(["one", "two"]),
    );
    for (const { unfollow } of [stranger, one, two]) unfollow();
  },

  async "says the same as any other log of the same events"(log) {
    const { MemoryEventLog } = await import(
      "../../src/results/memory_event_log.ts"
    );
    const { KeptCalls } = await import("../../src/results/kept_calls.ts");
    const step = fc.record({
      generation: fc.nat({ max: 2 }),
      kind: fc.constantFrom("prediction", "escalation", "ended", "resumed"),
      channel: fc.nat({ max: 1 }),
      index: fc.nat({ max: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const memory = new MemoryEventLog(new KeptCalls(() => 0));
        const call = newCall();
        for (
          const [i, { generation, kind, channel, index }] of steps.entries()
        ) {
          const of = { ...call, generation };
          const event = kind === "prediction"
            ? predicted(windowOf(index, 0.1, { channel }), of)
            : kind === "escalation"
            ? escalated(of)
            : kind === "ended"
            ? ended(of)
            : resumed(of);
          const entry = { id: `${generation}-${i + 1}`, event };
          assertEquals(await log.append(entry), await memory.append(entry));
        }
        assertEquals(
          await log.read(call, BEFORE_ALL, 100),
          await memory.read(call, BEFORE_ALL, 100),
        );
      }),
      { numRuns: 100 },
    );
  },
};

/** Appends events of one generation of a call, from the first. */
export function appendAll(
  log: EventLog,
  events: readonly CallEvent[],
): Promise<Appended[]> {
  return Promise.all(
    events.map((event, i) =>
      log.append({ id: `${event.generation}-${i + 1}`, event })
    ),
  );
}
