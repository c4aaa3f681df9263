import { assertEquals, assertRejects } from "@std/assert";
import { ProtocolError } from "../../src/protocol/protocol_error.ts";
import { readBody } from "../../src/server/read_body.ts";
import { UPLOAD_GRACE_MS } from "../../src/server/upload_patience.ts";
import { settle } from "../session/_fakes.ts";
import { handClock } from "./_hand_clock.ts";

function request(pieces: Iterable<Uint8Array>, headers = {}): Request {
  const body = ReadableStream.from(pieces);
  return new Request("http://undertone/", { method: "POST", body, headers });
}

/** Reads at most 10 bytes, and counts how often others are served. */
async function read(from: Request) {
  let breaths = 0;
  const breathe = () => Promise.resolve(void breaths++);
  const body = await readBody(from, { maxBytes: 10, breathe });
  return { body: [...body], breaths };
}

Deno.test("readBody() joins the pieces, and serves others between them", async () => {
  const pieces = [[1, 2], [3], [], [4, 5, 6, 7, 8, 9, 10]].map((bytes) =>
    Uint8Array.from(bytes)
  );
  assertEquals(await read(request(pieces)), {
    body: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    breaths: 4,
  });
});

Deno.test("readBody() reads no body as no bytes", async () => {
  const none = new Request("http://undertone/", { method: "POST" });
  assertEquals(await read(none), { body: [], breaths: 0 });
});

Deno.test("readBody() stops at the piece that is too much", async () => {
  let pulled = 0;
  function* endless() {
    for (;; pulled++) yield new Uint8Array(4);
  }
  const error = await assertRejects(
    () => read(request(endless())),
    ProtocolError,
    "at most 10 bytes",
  );
  assertEquals(error.code, "message_too_large");
  assertEquals(pulled <= 4, true);
});

Deno.test("readBody() believes a length that is too much", async () => {
  function* untouched(): Generator<Uint8Array> {
    yield new Uint8Array(1);
  }
  await assertRejects(
    () => read(request(untouched(), { "content-length": "11" })),
    ProtocolError,
    "current value is 11",
  );
});

Deno.test("readBody() says of a body that breaks off that the client did it", async () => {
  function* broken() {
    yield new Uint8Array(4);
    throw new Error("the connection is lost");
  }
  const error = await assertRejects(
    () => read(request(broken())),
    ProtocolError,
    "broke off",
  );
  assertEquals(error.code, "bad_message");
});

Deno.test("readBody() reads no further from a client that sends nothing for long, and waits for nothing after", async () => {
  const { clock, pass, isWaiting } = handClock();
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start: (stream) => stream.enqueue(new Uint8Array(3)),
    cancel: () => void (isCancelled = true),
  });
  const stuck = new Request("http://undertone/", { method: "POST", body });
  const breathe = () => Promise.resolve();
  const read = readBody(stuck, { maxBytes: 10, breathe, clock });
  const refused = assertRejects(() => read, ProtocolError, "more slowly");
  await settle();
  pass(UPLOAD_GRACE_MS + 1);
  assertEquals((await refused).code, "too_slow");
  assertEquals([isCancelled, isWaiting()], [true, false]);
});

Deno.test("readBody() keeps no timer of a body that has come", async () => {
  const { clock, isWaiting } = handClock();
  const breathe = () => Promise.resolve();
  const whole = request([new Uint8Array(10)]);
  await readBody(whole, { maxBytes: 10, breathe, clock });
  assertEquals(isWaiting(), false);
});
