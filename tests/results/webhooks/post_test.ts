import { assert, assertEquals } from "@std/assert";
import { messageOf } from "../../../src/results/webhooks/message.ts";
import {
  createPost,
  type Outcome,
} from "../../../src/results/webhooks/post.ts";
import { escalated } from "../_calls.ts";
import { type Received, receiver, targetOf, until } from "./_fakes.ts";

const MESSAGE = messageOf(escalated());
const NOW_MS = Date.parse("2026-11-24T12:00:00Z");

/** What comes of one attempt at a receiver that answers so. */
async function attempt(
  answer: (received: Received) => Response | Promise<Response> | undefined,
  signal = new AbortController().signal,
): Promise<{ outcome: Outcome; received: Received[] }> {
  await using desk = receiver(answer);
  const post = createPost(() => NOW_MS);
  const target = targetOf({ url: desk.url("/in?key=k") });
  return {
    outcome: await post(target, MESSAGE, signal),
    received: desk.received,
  };
}

const status = (status: number, headers: HeadersInit = {}) =>
  new Response("x", { status, headers });

Deno.test("createPost() sends a signed message as JSON", async () => {
  const { outcome, received: [one, ...others] } = await attempt(() =>
    undefined
  );
  assertEquals(outcome, { kind: "delivered" });
  assertEquals(others, []);
  assertEquals([one!.path, one!.body], ["/in", MESSAGE.body]);
  const { headers } = one!;
  assertEquals(headers["content-type"], "application/json");
  assertEquals(headers["user-agent"], "undertone-webhooks");
  assertEquals(headers["webhook-id"], MESSAGE.id);
  assertEquals(headers["webhook-timestamp"], String(NOW_MS / 1000));
  assert(headers["webhook-signature"]!.startsWith("v1,"));
});

const OUTCOMES: readonly [Response, Outcome][] = [
  [status(200), { kind: "delivered" }],
  [status(299), { kind: "delivered" }],
  [status(404), { kind: "failed", reason: "status 404", pauseMs: undefined }],
  [status(500), { kind: "failed", reason: "status 500", pauseMs: undefined }],
  [status(410), { kind: "gone", reason: "status 410" }],
  [
    status(429, { "retry-after": "7" }),
    { kind: "failed", reason: "status 429", pauseMs: 7_000 },
  ],
  [
    status(503, { "retry-after": "Tue, 24 Nov 2026 12:01:00 GMT" }),
    { kind: "failed", reason: "status 503", pauseMs: 60_000 },
  ],
  [
    status(500, { "retry-after": "7" }),
    { kind: "failed", reason: "status 500", pauseMs: undefined },
  ],
];

for (const [answer, expected] of OUTCOMES) {
  const { kind } = expected;
  Deno.test(`createPost() takes ${answer.status} with Retry-After ${answer.headers.get("retry-after")} for ${kind}`, async () => {
    assertEquals((await attempt(() => answer)).outcome, expected);
  });
}

Deno.test("createPost() follows no redirect", async () => {
  const { outcome, received } = await attempt(() =>
    status(307, { location: "/elsewhere" })
  );
  assertEquals(outcome, {
    kind: "failed",
    reason: "status 307",
    pauseMs: undefined,
  });
  assertEquals(received.map(({ path }) => path), ["/in"]);
});

Deno.test("createPost() reads no answer that never ends", async () => {
  let isCancelled = false;
  await using desk = receiver(() =>
    new Response(
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
        cancel: () => void (isCancelled = true),
      }),
    )
  );
  const outcome = await createPost(() => NOW_MS)(
    targetOf({ url: desk.url() }),
    MESSAGE,
    new AbortController().signal,
  );
  assertEquals(outcome, { kind: "delivered" });
  await until(() => isCancelled);
});

Deno.test("createPost() ends with its signal", async () => {
  const abort = new AbortController();
  const { promise: forever, resolve } = Promise.withResolvers<Response>();
  const { outcome } = await attempt((received) => {
    abort.abort();
    assert(received);
    setTimeout(() => resolve(status(200)), 0);
    return forever;
  }, abort.signal);
  assertEquals(outcome, { kind: "failed", reason: "no answer in time" });
});

Deno.test("createPost() tells no URL of a target that cannot be reached", async () => {
  const closed = await (async () => {
    await using desk = receiver();
    return desk.url("/?key=secret");
  })();
  const outcome = await createPost(() => NOW_MS)(
    targetOf({ url: closed }),
    MESSAGE,
    new AbortController().signal,
  );
  assertEquals(outcome, { kind: "failed", reason: "not reached" });
});
