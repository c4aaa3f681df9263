/**
 * Tells a supervisor when a customer has sounded angry or fearful for a while:
 * a line for each escalation, and a message in a chat if it has a webhook.
 *
 *     WEBHOOK_SECRET=whsec_… CHAT_WEBHOOK_URL=https://hooks.slack.com/… \
 *       deno run --allow-net --allow-env examples/alert_bot.ts
 *
 * Start Undertone with the same WEBHOOK_SECRET and WEBHOOK_URL=http://127.0.0.1:8003;
 * docs/webhooks.md tells what it sends.
 */
import { Webhook } from "standardwebhooks"; // npm:standardwebhooks
import type { CallEscalated } from "../src/results/call_event.ts";
import type { CallInfo } from "../src/session/call_sink.ts";

/** Chats that take `{"text"}`: Slack, Mattermost, Google Chat, Rocket.Chat. */
const chatUrl = Deno.env.get("CHAT_WEBHOOK_URL");
const secret = Deno.env.get("WEBHOOK_SECRET");
if (!secret) {
  console.error(
    "WEBHOOK_SECRET must be set: the one that Undertone signs with",
  );
  Deno.exit(2);
}
const webhook = new Webhook(secret);

/** The messages told of lately: each may come more than once. */
const told = new Set<string>();
const MAX_TOLD = 1_000;
const MAX_BODY_BYTES = 65_536;

Deno.serve({
  hostname: Deno.env.get("HOST") ?? "127.0.0.1",
  port: Number(Deno.env.get("PORT") ?? 8003),
  onListen: ({ port }) => console.log(`waits for webhooks on port ${port}`),
}, async (request) => {
  if (
    Number(request.headers.get("content-length") ?? Infinity) > MAX_BODY_BYTES
  ) {
    return new Response(null, { status: 413 });
  }
  const id = request.headers.get("webhook-id") ?? "";
  const body = await request.text();
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch {
    return new Response("not signed with this secret", { status: 401 });
  }
  const { type, data } = JSON.parse(body);
  if (type !== "escalation" || told.has(id)) {
    return new Response(null, { status: 204 });
  }

  const text = alertOf(data);
  if (!await tellChat(text)) return new Response(null, { status: 502 }); // it will be sent again
  console.log(text);
  told.add(id);
  if (told.size > MAX_TOLD) told.delete([...told][0]!);
  return new Response(null, { status: 204 });
});

/** "call CA1 (twilio): the customer sounds angry since 0:12, 83 % sure" */
function alertOf(
  { call, channel, label, startMs, confidence }: CallEscalated & {
    call: CallInfo;
  },
): string {
  const seconds = Math.floor(startMs / 1000);
  const since = `${Math.floor(seconds / 60)}:${
    String(seconds % 60).padStart(2, "0")
  }`;
  const who = call.channels[channel]?.role ?? "customer";
  const sure = Math.round(100 * confidence);
  return `call ${call.callId} (${call.platform}): the ${who} sounds ${label} since ${since}, ${sure} % sure`;
}

async function tellChat(text: string): Promise<boolean> {
  if (!chatUrl) return true;
  try {
    const response = await fetch(chatUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text }),
      signal: AbortSignal.timeout(10_000),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
