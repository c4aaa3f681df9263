import { assertEquals, assertMatch } from "@std/assert";
import type { CallEscalated, CallEvent } from "../../src/results/call_event.ts";
import {
  DEFAULT_RULE,
  type EscalationRule,
} from "../../src/results/escalation_rule.ts";
import { Escalations } from "../../src/results/escalation.ts";
import { SILENT_LOG } from "../../src/log/log.ts";
import type { Prediction } from "../../src/protocol/native/messages.ts";
import { MAX_SESSIONS } from "../../src/session/limits.ts";
import { settle } from "../session/_fakes.ts";
import {
  callOf,
  ended,
  interrupted,
  predicted,
  resumed,
  started,
  windowOf,
} from "./_calls.ts";

function watcher(
  rule: EscalationRule = DEFAULT_RULE,
  past: () => Promise<readonly Prediction[]> = () => Promise.resolve([]),
) {
  const told: CallEscalated[] = [];
  const lines: string[] = [];
  const escalations = new Escalations({
    rule,
    tell: (event) => told.push(event),
    past,
    log: {
      ...SILENT_LOG,
      warn: (_event, fields) => lines.push(fields!.message!),
    },
  });
  const hear = (events: readonly CallEvent[]) =>
    events.forEach((event) => escalations.heard(event));
  return { told, lines, escalations, hear };
}

/** Twelve seconds of anger on one channel, from a window on. */
function rage(call = callOf(), channel = 0, from = 0): CallEvent[] {
  const role = channel === 0 ? "customer" : "agent";
  return Array.from(
    { length: 25 },
    (_, index) =>
      predicted(windowOf(from + index, 0.9, { channel, role }), call),
  );
}

Deno.test("Escalations tells of a customer, with the call and the tenant", () => {
  const { told, hear } = watcher();
  const call = callOf({ tenant: "acme", sessionId: "s-9", generation: 2 });
  hear([started(call), ...rage(call)]);
  assertEquals(told, [{
    type: "escalation",
    atMs: 6_265,
    sessionId: "s-9",
    tenant: "acme",
    generation: 2,
    channel: 0,
    label: "angry",
    confidence: 0.9,
    startMs: 0,
    endMs: 6_265,
  }]);
});

Deno.test("Escalations hears agents only where their role is watched", () => {
  const { told, hear } = watcher();
  hear([started(), ...rage(callOf(), 1)]);
  assertEquals(told, []);
  const both = watcher({ ...DEFAULT_RULE, roles: ["customer", "agent"] });
  both.hear([started(), ...rage(callOf(), 1), ...rage(callOf(), 0)]);
  assertEquals(both.told.map(({ channel }) => channel), [1, 0]);
});

Deno.test("Escalations keeps calls apart", () => {
  const { told, hear } = watcher();
  const [one, two] = [callOf({ sessionId: "1" }), callOf({ sessionId: "2" })];
  hear([started(one), started(two), ...rage(one), ...rage(two)]);
  assertEquals(told.map(({ sessionId }) => sessionId), ["1", "2"]);
});

Deno.test("Escalations says once that a model lacks the labels, and then never escalates", () => {
  const { told, lines, hear } = watcher();
  const call = callOf();
  const deaf = { ...call, model: { ...call.model, labels: ["calm", "happy"] } };
  hear([started(deaf), ...rage(deaf), ended(deaf), started(deaf)]);
  assertEquals(told, []);
  assertEquals(lines.length, 1);
  assertMatch(lines[0]!, /does not watch for angry, fearful.* "fake" has no/);
});

Deno.test("Escalations watches for the labels that a model has", () => {
  const { told, lines, hear } = watcher();
  const call = callOf();
  const half = { ...call, model: { ...call.model, labels: ["calm", "angry"] } };
  hear([started(half), ...rage(half)]);
  assertEquals(told.length, 1);
  assertMatch(lines[0]!, /does not watch for fearful/);
});

Deno.test("Escalations is off without labels, and has nothing to say of it", () => {
  const { told, lines, hear } = watcher({ ...DEFAULT_RULE, labels: [] });
  hear([started(), ...rage()]);
  assertEquals([told, lines], [[], []]);
});

Deno.test("Escalations goes on with the episode of a call that comes back, and asks nobody", () => {
  const { told, hear } = watcher(DEFAULT_RULE, () => {
    throw new Error("nothing of it was told elsewhere");
  });
  const back = callOf({ generation: 1 });
  hear([started(), ...rage(), interrupted(), resumed(back)]);
  hear(rage(back, 0, 20));
  assertEquals(told.length, 1);
});

/** So many windows of anger. */
const angry = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => windowOf(from + n, 0.9));
const BACK = callOf({ generation: 1 });

Deno.test("Escalations goes on with the episode of a call that comes from elsewhere", async () => {
  const { promise, resolve } = Promise.withResolvers<readonly Prediction[]>();
  const { told, hear } = watcher(DEFAULT_RULE, () => promise);
  hear([resumed(BACK), ...rage(BACK, 0, 20)]);
  resolve(angry(0, 21)); // it was told elsewhere, in the 12th
  await settle();
  assertEquals(told, []);
  hear(rage(BACK, 0, 45));
  assertEquals(told, []);
});

Deno.test("Escalations tells what began elsewhere and became one here", async () => {
  const { told, hear } = watcher(
    DEFAULT_RULE,
    () => Promise.resolve(angry(0, 8)),
  );
  hear([resumed(BACK)]);
  await settle();
  hear(rage(BACK, 0, 8).slice(0, 5));
  assertEquals(
    told.map(({ startMs, endMs, generation }) => ({
      startMs,
      endMs,
      generation,
    })),
    [{ startMs: 0, endMs: 6_265, generation: 1 }],
  );
});

Deno.test("Escalations does without what was told elsewhere, if it cannot be had or not soon", async () => {
  const lost = watcher(DEFAULT_RULE, () => Promise.reject(new Error("away")));
  lost.hear([resumed(BACK), ...rage(BACK)]);
  await settle();
  assertEquals(lost.told.length, 1);

  const { promise, resolve } = Promise.withResolvers<readonly Prediction[]>();
  const late = watcher(DEFAULT_RULE, () => promise);
  late.hear([resumed(BACK), ...angry(0, 64).map((w) => predicted(w, BACK))]);
  assertEquals(late.told.length, 0);
  late.hear([predicted(windowOf(64, 0.9), BACK)]);
  assertEquals(late.told.length, 1);
  resolve(angry(0, 65));
  await settle();
  assertEquals(late.told.length, 1);
});

Deno.test("Escalations forgets calls that end, and of those that went away the oldest", () => {
  const { told, hear, escalations } = watcher();
  hear([started(), ended(), ...rage()]);
  assertEquals([told.length, escalations.callCount], [0, 0]);
  for (let n = 0; n < MAX_SESSIONS + 10; n++) {
    const call = callOf({ sessionId: `s${n}` });
    hear([started(call), interrupted(call)]);
  }
  assertEquals(escalations.callCount, MAX_SESSIONS);
});

Deno.test("Escalations follows a call no more that has gone on elsewhere", () => {
  const { escalations, hear } = watcher();
  hear([started()]);
  assertEquals(escalations.callCount, 1);
  escalations.left(callOf());
  assertEquals(escalations.callCount, 0);
});
