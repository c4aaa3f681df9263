import { assert, assertEquals } from "@std/assert";
import type { CallEvent } from "../../src/results/call_event.ts";
import { KeptCalls } from "../../src/results/kept_calls.ts";
import { callOf, ended, predicted, started, windowOf } from "./_calls.ts";

/** Keeps events of calls by name, with places given here. */
function keeper(
  limits: ConstructorParameters<typeof KeptCalls>[1],
  now = () => 0,
) {
  const calls = new KeptCalls(now, limits);
  const counts = new Map<string, number>();
  return {
    calls,
    keep(event: CallEvent) {
      const place = (counts.get(event.sessionId) ?? 0) + 1;
      counts.set(event.sessionId, place);
      return calls.append({ id: `0-${place}`, event }, JSON.stringify(event));
    },
  };
}
const call = (sessionId: string) => callOf({ sessionId });
const ids = (calls: KeptCalls, sessionId: string) =>
  calls.get(sessionId)?.events.after("0-0", 1_000).events.map(({ id }) => id);

Deno.test("KeptCalls keeps the latest events of a call", () => {
  const { calls, keep } = keeper({ maxCallEvents: 3 });
  keep(started(call("a")));
  for (let i = 0; i < 4; i++) keep(predicted(windowOf(i, 0.1), call("a")));
  assertEquals(ids(calls, "a"), ["0-3", "0-4", "0-5"]);
  assertEquals(
    calls.get("a")!.events.after("0-0", 1).events[0]!.previousId,
    "0-2",
  );
});

Deno.test("KeptCalls forgets a call some time after its end, and no live one", () => {
  let nowMs = 0;
  const { calls, keep } = keeper({ retentionMs: 1_000 }, () => nowMs);
  keep(started(call("live")));
  keep(started(call("over")));
  keep(ended(call("over")));
  nowMs = 999;
  assertEquals(ids(calls, "over"), ["0-1", "0-2"]);
  nowMs = 1_000;
  assertEquals(ids(calls, "over"), undefined);
  assertEquals(ids(calls, "live"), ["0-1"]);
  assertEquals(calls.liveIds, ["live"]);
});

Deno.test("KeptCalls forgets the calls first that ended first when there are too many", () => {
  const { calls, keep } = keeper({ maxCalls: 3 });
  for (const name of ["a", "b", "c"]) keep(started(call(name)));
  keep(ended(call("b")));
  keep(ended(call("a")));
  keep(started(call("d")));
  assertEquals(calls.count, 3);
  assertEquals([ids(calls, "a"), ids(calls, "b")], [["0-1", "0-2"], undefined]);
  keep(started(call("e")));
  assertEquals(ids(calls, "a"), undefined);
  keep(started(call("f")));
  assertEquals(calls.liveIds, ["d", "e", "f"]);
});

Deno.test("KeptCalls never takes more memory than it may, and forgets the oldest events", () => {
  const maxBytes = 100_000;
  const { calls, keep } = keeper({ maxBytes, pageBytes: 10_000 });
  keep(started(call("quiet")));
  keep(started(call("over")));
  keep(ended(call("over")));
  assertEquals(calls.bytes, 10_000);
  for (let i = 0; i < 1_000; i++) {
    assertEquals(keep(predicted(windowOf(i, 0.1), call("loud"))), "taken");
  }
  assertEquals(calls.bytes, maxBytes);
  assertEquals(ids(calls, "loud")!.at(-1), "0-1000");
  assert(ids(calls, "loud")!.length * 350 > maxBytes / 2);
  assertEquals(ids(calls, "quiet"), []);
  assertEquals(calls.liveIds, ["quiet", "loud"]);
});

Deno.test("KeptCalls forgets an ended call whose end is written over", () => {
  const { calls, keep } = keeper({ maxBytes: 20_000, pageBytes: 10_000 });
  for (const name of ["a", "b"]) {
    keep(started(call(name)));
    keep(ended(call(name)));
  }
  assertEquals(calls.count, 2);
  for (let i = 0; i < 100; i++) {
    keep(predicted(windowOf(i, 0.1), call("live")));
    const last = ids(calls, "a")?.at(-1);
    assert(last === undefined || last === "0-2", "nobody is told half an end");
  }
  assertEquals([ids(calls, "a"), ids(calls, "b")], [undefined, undefined]);
  assertEquals(calls.count, 1);
});

Deno.test("KeptCalls takes no late word of a live call of which nothing is kept any more", () => {
  const { calls, keep } = keeper({ maxBytes: 20_000, pageBytes: 10_000 });
  keep(started(call("quiet")));
  keep(predicted(windowOf(0, 0.1), call("quiet")));
  for (let i = 0; i < 100; i++) {
    keep(predicted(windowOf(i, 0.1), call("loud")));
  }
  assertEquals(ids(calls, "quiet"), []);
  assertEquals(keep(predicted(windowOf(0, 0.1), call("quiet"))), "known");
  assertEquals(keep(predicted(windowOf(1, 0.1), call("quiet"))), "taken");
  const page = calls.get("quiet")!.events.after("0-0", 9);
  assertEquals(
    page.events.map(({ id, previousId }) => [id, previousId]),
    [["0-4", "0-2"]],
  );
});
