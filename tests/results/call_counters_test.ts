import { assertEquals } from "@std/assert";
import { CallCounters } from "../../src/results/call_counters.ts";
import { noLosses } from "../../src/session/losses.ts";
import { PREDICTION } from "../scripts/_fake_server.ts";
import { CALL, REPORT, tellAll } from "../session/_events.ts";

Deno.test("CallCounters counts what sinks hear, by labels of ours", () => {
  const calls = new CallCounters();
  tellAll(calls);
  tellAll(calls);
  calls.ended(CALL, {
    reason: "socket_closed",
    losses: noLosses(),
    report: REPORT,
  });
  const twilio = { platform: "twilio" };
  const { role, label, state } = PREDICTION;
  const counts = Object.entries(calls.counts)
    .map(([name, tally]) => [name, [...tally]]);
  assertEquals(Object.fromEntries(counts), {
    started: [{ labels: twilio, value: 2 }],
    resumed: [{ labels: twilio, value: 2 }],
    interrupted: [{ labels: twilio, value: 2 }],
    ended: [
      { labels: { ...twilio, outcome: "bad_json" }, value: 2 },
      { labels: { ...twilio, outcome: "socket_closed" }, value: 1 },
    ],
    moved: [],
    refused: [
      { labels: { platform: "plivo", reason: "forbidden" }, value: 2 },
    ],
    predictions: [{ labels: { role, label, state }, value: 2 }],
    skipped: [],
    chunks: [{ labels: { ...twilio, kind: "late" }, value: 4 }],
    audioMs: [{ labels: { ...twilio, kind: "filled" }, value: 80 }],
  });
});

Deno.test("CallCounters counts windows left out, and those without a label", () => {
  const calls = new CallCounters();
  const silent = { ...PREDICTION, state: "no_speech", label: null } as const;
  calls.predicted(CALL, { ...silent, skipped: 3 });
  assertEquals([...calls.counts.skipped][0]!.value, 3);
  assertEquals([...calls.counts.predictions][0]!.labels.label, "none");
});

Deno.test("CallCounters knows the calls that have a client, and no others", () => {
  const calls = new CallCounters();
  const open = () => [...calls.open].map(({ sessionId }) => sessionId);
  calls.started(CALL);
  calls.started({ ...CALL, sessionId: "s-2" });
  assertEquals(open(), ["s-1", "s-2"]);
  calls.interrupted(CALL);
  assertEquals(open(), ["s-2"]);
  calls.resumed({ ...CALL, generation: 1 });
  calls.interrupted(CALL);
  assertEquals(open(), ["s-2", "s-1"]);
  calls.ended({ ...CALL, sessionId: "s-2" }, {
    reason: "fault",
    losses: noLosses(),
    code: "bad_audio",
    message: "",
  });
  assertEquals(open(), ["s-1"]);
});

Deno.test("CallCounters counts a call that has gone on elsewhere as moved, not as ended", () => {
  const calls = new CallCounters();
  calls.started(CALL);
  calls.interrupted(CALL);
  calls.moved(CALL);
  assertEquals([...calls.open], []);
  assertEquals([...calls.counts.ended], []);
  assertEquals([...calls.counts.moved], [
    { labels: { platform: "twilio" }, value: 1 },
  ]);
});
