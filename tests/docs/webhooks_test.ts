import { assert, assertEquals } from "@std/assert";
import { readWebhookConfig } from "../../src/config/webhooks.ts";
import type { CallEvent } from "../../src/results/call_event.ts";
import { messageOf } from "../../src/results/webhooks/message.ts";
import { noLosses } from "../../src/session/losses.ts";
import {
  callOf,
  ended,
  escalated,
  predicted,
  started,
  windowOf,
} from "../results/_calls.ts";

const DOC = Deno.readTextFileSync(
  new URL("../../docs/webhooks.md", import.meta.url),
);
/** What stands in the doc as JSON, in order. */
const [TARGETS, STARTED, ESCALATED, PREDICTED, ENDED] = [
  ...DOC.matchAll(/```json\n(.*?)```/gs),
].map(([, json]) => json!);

/** The names of all fields, however deep, without what labels are called. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== "object" || value === null) return typeof value;
  const entries = Object.entries(value).map(([name, inner]) =>
    ["posterior", "shares"].includes(name)
      ? [name, "by label"]
      : [name, shapeOf(inner)]
  );
  return Object.fromEntries(entries);
}

Deno.test("docs/webhooks.md has a file of targets that can be read", () => {
  const faults: string[] = [];
  const { webhooks } = readWebhookConfig(
    (name) => ({ WEBHOOKS: TARGETS })[name],
    () => "",
    faults,
  );
  assertEquals(faults, []);
  assertEquals(webhooks.map(({ name, keys }) => [name, keys.length]), [
    ["floor", 1],
    ["acme-crm", 2],
  ]);
});

Deno.test("docs/webhooks.md shows a start as it is sent", () => {
  const sent = JSON.parse(messageOf(started(callOf()), callOf()).body);
  assertEquals(shapeOf(JSON.parse(STARTED!)), shapeOf(sent));
});

/** The end of a call in which somebody spoke. */
const CALL_ENDED: CallEvent = {
  ...ended(),
  type: "call.ended",
  end: {
    reason: "platform_stop",
    losses: noLosses(),
    report: {
      totals: { receivedBytes: 1, audioMs: 1, predictions: 1, skipped: 0 },
      summary: [{
        channel: 0,
        role: "customer",
        windows: 1,
        speechWindows: 1,
        coverage: 1,
        speechMs: 1,
        label: "angry",
        confidence: 1,
        posterior: {},
        shares: {},
      }],
    },
  },
};

Deno.test("docs/webhooks.md shows what the others carry beside the call", () => {
  const shown: [string, CallEvent][] = [
    [ESCALATED!, escalated()],
    [PREDICTED!, predicted(windowOf(9, 0.9))],
    [ENDED!, CALL_ENDED],
  ];
  for (const [json, event] of shown) {
    const { type, data } = JSON.parse(json);
    const { atMs: _, sessionId: _id, tenant: _t, generation: _g, ...sent } =
      event;
    assertEquals(shapeOf({ type, ...data }), shapeOf(sent));
  }
});

Deno.test("docs/webhooks.md names every variable", () => {
  for (
    const name of [
      "WEBHOOK_URL",
      "WEBHOOK_SECRET",
      "WEBHOOK_EVENTS",
      "WEBHOOK_HTTP_HOSTS",
      "WEBHOOKS_FILE",
      "ESCALATION_LABELS",
      "ESCALATION_ROLES",
      "ESCALATION_THRESHOLD",
      "ESCALATION_SPEECH_MS",
      "ESCALATION_CALM_MS",
    ]
  ) {
    assert(DOC.includes(`\`${name}\``), name);
  }
});
