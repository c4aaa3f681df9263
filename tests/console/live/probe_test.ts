import { assertEquals } from "@std/assert";
import { probe } from "../../../src/console/live/probe.ts";

function answering(status: number, code: string) {
  const asked: (string | undefined)[] = [];
  const fetch = (_path: string, init?: RequestInit) => {
    asked.push(new Headers(init?.headers).get("authorization") ?? undefined);
    const error = { code, message: "words" };
    return Promise.resolve(Response.json({ error }, { status }));
  };
  return { asked, fetch };
}

Deno.test("probe() finds nothing in the way of a socket that would be let in", async () => {
  const { asked, fetch } = answering(426, "not_a_websocket");
  assertEquals(await probe("a-key", fetch), undefined);
  assertEquals(await probe(undefined, fetch), undefined);
  assertEquals(asked, ["Bearer a-key", undefined]);
});

Deno.test("probe() finds that a key is not accepted", async () => {
  const trouble = await probe("old", answering(401, "key_expired").fetch);
  assertEquals([trouble?.needsKey, trouble?.detail], [true, "words"]);
});

Deno.test("probe() finds that the server is full", async () => {
  const trouble = await probe(undefined, answering(503, "overloaded").fetch);
  assertEquals(trouble?.needsKey, undefined);
  assertEquals(trouble?.what.includes("as many calls"), true);
});

Deno.test("probe() says nothing of a server that is not there: the line does", async () => {
  const gone = () => Promise.reject(new TypeError("no network"));
  assertEquals(await probe(undefined, gone), undefined);
});
