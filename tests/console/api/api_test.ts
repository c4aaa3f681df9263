import { assert, assertEquals, assertRejects } from "@std/assert";
import { ApiError, request } from "../../../src/console/api/api.ts";

async function codeOf(response: Response | Error): Promise<string> {
  const fetch = () =>
    response instanceof Error
      ? Promise.reject(response)
      : Promise.resolve(response);
  try {
    await request("v1/calls", { key: undefined, fetch });
    return "ok";
  } catch (error) {
    assert(error instanceof ApiError);
    return error.code;
  }
}

Deno.test("request() tells refusals by the server's code, or by the status", async () => {
  const told = { error: { code: "too_many_requests", message: "slower" } };
  assertEquals(await codeOf(Response.json({})), "ok");
  assertEquals(
    await codeOf(Response.json(told, { status: 429 })),
    "too_many_requests",
  );
  assertEquals(
    await codeOf(Response.json(told, { status: 401 })),
    "unauthorized",
  );
  assertEquals(
    await codeOf(new Response("<html>", { status: 502 })),
    "unreachable",
  );
  assertEquals(await codeOf(new Response("", { status: 404 })), "not_found");
  assertEquals(await codeOf(new Response("", { status: 418 })), "internal");
  assertEquals(await codeOf(new TypeError("no network")), "unreachable");
});

Deno.test("request() lets an abort through as it is", async () => {
  const abort = new DOMException("enough", "AbortError");
  await assertRejects(
    () =>
      request("v1/calls", {
        key: undefined,
        fetch: () => Promise.reject(abort),
      }),
    DOMException,
    "enough",
  );
});

Deno.test("request() sends the key as a bearer's, beside other headers", async () => {
  let sent: Headers | undefined;
  const fetch = (_path: string, init?: RequestInit) => {
    sent = new Headers(init?.headers);
    return Promise.resolve(new Response());
  };
  const headers = { accept: "text/event-stream" };
  await request("v1/calls", { key: "k", headers, fetch });
  assertEquals([...sent!], [
    ["accept", "text/event-stream"],
    ["authorization", "Bearer k"],
  ]);
});
