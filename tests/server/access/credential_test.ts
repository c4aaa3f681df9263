import { assertEquals } from "@std/assert";
import { Hono } from "hono";
import { presentedBy } from "../../../src/server/access/credential.ts";

async function presented(
  headers: Record<string, string>,
  { query = "", method = "GET" } = {},
) {
  const app = new Hono();
  app.all("/", (c) => c.json(presentedBy(c)));
  const response = await app.request(`/${query}`, { method, headers });
  return await response.json();
}

const KEY = { kind: "key", value: "ut_abc-_1" };
const TOKEN = { kind: "token", value: "a.b-_.c" };
const NOTHING = { kind: "nothing" };

Deno.test("presentedBy() finds a key or a token in the header or the subprotocols", async () => {
  for (const { kind, value } of [KEY, TOKEN]) {
    for (
      const headers of [
        { authorization: `Bearer ${value}` },
        { authorization: `bearer   ${value}` },
        { "sec-websocket-protocol": `undertone.v1, undertone.key.${value}` },
        { "sec-websocket-protocol": `undertone.key.${value}` },
      ]
    ) assertEquals(await presented(headers as never), { kind, value });
  }
});

Deno.test("presentedBy() finds nothing where there is nothing", async () => {
  const cases: Record<string, string>[] = [
    {},
    { authorization: "Basic dXNlcjp1dF9hYmM=" },
    { authorization: "Bearer" },
    { authorization: "Bearer ut_a ut_b" },
    { authorization: "ut_abc" },
    { "sec-websocket-protocol": "undertone.v1, undertone.keys.ut_abc" },
    { "sec-websocket-protocol": "x-undertone.key.ut_abc" },
    { cookie: "undertone.key.ut_abc" },
    { "x-api-key": "ut_abc" },
  ];
  for (const headers of cases) {
    assertEquals(await presented(headers), NOTHING);
  }
  for (const query of ["?key=ut_abc", "?access_token=a.b.c", "?Token=a.b.c"]) {
    assertEquals(await presented({}, { query }), NOTHING);
  }
});

Deno.test("presentedBy() takes a token, of a GET, from the query, and never a key", async () => {
  const query = `?token=${TOKEN.value}`;
  assertEquals(await presented({}, { query }), TOKEN);
  for (const method of ["POST", "DELETE"]) {
    assertEquals((await presented({}, { query, method })).kind, "fault");
  }
  assertEquals(
    (await presented({}, { query: `?token=${KEY.value}` })).kind,
    "fault",
  );
});

Deno.test("presentedBy() refuses to choose between two", async () => {
  const [one, other] = ["undertone.key.ut_a", "undertone.key.ut_b"];
  for (
    const [headers, query] of [
      [{ "sec-websocket-protocol": `undertone.v1,${one},${other}` }, ""],
      [{ "sec-websocket-protocol": one, authorization: "Bearer ut_a" }, ""],
      [{ authorization: "Bearer ut_a" }, "?token=a.b.c"],
      [{}, "?token=a.b.c&token=d.e.f"],
    ] as const
  ) assertEquals((await presented(headers as never, { query })).kind, "fault");
});
