import { assertEquals } from "@std/assert";
import type { CallEvent } from "../../src/results/call_event.ts";
import { messageOf } from "../../src/results/webhooks/message.ts";
import { createPost, type Outcome } from "../../src/results/webhooks/post.ts";
import { callOf, escalated, started } from "../results/_calls.ts";
import { KEY, receiver, SECRET, targetOf } from "../results/webhooks/_fakes.ts";
import { ROOT, run, startExample } from "./_example.ts";

const CALL = callOf({ callId: "CA7" });
const DELIVERED: Outcome = { kind: "delivered" };

/** The bot, and what sends it webhooks as the server does. */
async function withBot(
  work: (
    send: (event: CallEvent, keys?: readonly Uint8Array[]) => Promise<Outcome>,
    line: () => Promise<string>,
  ) => Promise<void>,
  env: Record<string, string> = {},
): Promise<void> {
  await using bot = await startExample("alert_bot.ts", {
    WEBHOOK_SECRET: SECRET,
    ...env,
  });
  const url = new URL(`http://127.0.0.1:${/\d+/.exec(bot.said)![0]}`);
  const post = createPost(Date.now);
  await work(
    (event, keys = [KEY]) =>
      post(
        targetOf({ url, keys }),
        messageOf(event, CALL),
        new AbortController().signal,
      ),
    bot.line,
  );
}

Deno.test("examples/alert_bot.ts prints a line for each escalation, once", async () => {
  await withBot(async (send, line) => {
    assertEquals(await send(started(CALL)), DELIVERED);
    const later = { ...escalated(CALL), startMs: 71_000, endMs: 80_000 };
    for (const event of [escalated(CALL), escalated(CALL), later]) {
      assertEquals(await send(event), DELIVERED);
    }
    const alert = (since: string) =>
      `call CA7 (twilio): the customer sounds angry since ${since}, 83 % sure\n`;
    assertEquals([await line(), await line()], [alert("0:02"), alert("1:11")]);
  });
});

Deno.test("examples/alert_bot.ts believes nobody who has not its secret", async () => {
  await withBot(async (send, line) => {
    const forged = await send(escalated(CALL, 1), [new Uint8Array(24)]);
    assertEquals(forged.kind === "failed" && forged.reason, "status 401");
    await send(escalated({ ...CALL, sessionId: "s-2" }, 2));
    assertEquals((await line()).startsWith("call CA7"), true);
  });
});

Deno.test("examples/alert_bot.ts tells a chat, and lets the webhook come again if it cannot", async () => {
  let isDown = true;
  await using chat = receiver(() =>
    isDown ? new Response("no", { status: 500 }) : undefined
  );
  await withBot(async (send, line) => {
    const failed = await send(escalated(CALL));
    assertEquals(failed.kind === "failed" && failed.reason, "status 502");
    isDown = false;
    assertEquals(await send(escalated(CALL)), DELIVERED);
    const text = (await line()).trimEnd();
    assertEquals(chat.received.map(({ body }) => JSON.parse(body)), [
      { text },
      { text },
    ]);
  }, { CHAT_WEBHOOK_URL: chat.url().href });
});

Deno.test("examples/alert_bot.ts does not start without a secret", async () => {
  const { code, errors } = await run(Deno.execPath(), [
    "run",
    "-A",
    `${ROOT}examples/alert_bot.ts`,
  ], { env: { WEBHOOK_SECRET: "" } });
  assertEquals(code, 2);
  assertEquals(errors.includes("WEBHOOK_SECRET must be set"), true);
});
