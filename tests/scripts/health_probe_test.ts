import { assert, assertEquals } from "@std/assert";
import { HealthProbe } from "../../scripts/_health_probe.ts";

/** A server whose answers the test lets go, and a probe of it that begins at 1,000 ms. */
function probe(status = 200) {
  const time = { nowMs: 0 };
  const asked: { path: string; answer: () => void }[] = [];
  const answered: [askedMs: number, answeredMs: number][] = [];
  const settled = { count: 0, wake: () => {} };
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    (request) => {
      const { promise, resolve } = Promise.withResolvers<Response>();
      const { pathname } = new URL(request.url);
      asked.push({
        path: pathname,
        answer: () => resolve(new Response("ok", { status })),
      });
      settled.wake();
      return promise;
    },
  );
  const it = new HealthProbe(
    `ws://127.0.0.1:${server.addr.port}/v1/stream`,
    1_000,
    {
      now: () => time.nowMs,
      onAnswer: (...times) => {
        answered.push(times);
        settled.wake();
      },
    },
  );
  /** Resolves when so many have been asked and answered. */
  const until = async (askedCount: number, answeredCount: number) => {
    while (asked.length < askedCount || answered.length < answeredCount) {
      await new Promise<void>((resolve) => settled.wake = resolve);
    }
  };
  return { it, time, asked, answered, until, server };
}

Deno.test("HealthProbe asks every 100 ms, whether or not it was answered, and tells how long each took", async () => {
  const { it, time, asked, answered, until, server } = probe();
  assertEquals(it.dueMs, 1_000);
  time.nowMs = 1_003;
  it.turn(1_003);
  assertEquals(it.dueMs, 1_100);
  await until(1, 0);
  time.nowMs = 1_250; // a turn was missed: it is not made up for
  it.turn(1_250);
  assertEquals(it.dueMs, 1_300);
  await until(2, 0);
  assertEquals(asked.map(({ path }) => path), ["/healthz", "/healthz"]);

  time.nowMs = 1_290;
  asked[1]!.answer();
  await until(2, 1);
  time.nowMs = 1_400;
  asked[0]!.answer();
  await until(2, 2);
  assertEquals(answered, [[1_250, 1_290], [1_003, 1_400]]);
  await server.shutdown();
});

Deno.test("HealthProbe counts no answer but a good one", async () => {
  const { it, asked, answered, until, server } = probe(404);
  it.turn(1_000);
  await until(1, 0);
  asked[0]!.answer();
  await server.shutdown(); // the answer is through
  it.turn(1_100); // and nobody is there
  await server.finished;
  assert(answered.length === 0);
});
