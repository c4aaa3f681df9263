import { assertEquals } from "@std/assert";
import type { DeadLetter } from "../../src/results/webhooks/dead_letters.ts";
import { messageOf } from "../../src/results/webhooks/message.ts";
import type { Principal, Scope } from "../../src/server/access/principal.ts";
import { createApp } from "../../src/server/app.ts";
import { callOf, escalated } from "../results/_calls.ts";
import { appDeps } from "./_server.ts";

const MESSAGE = messageOf(escalated(), callOf());
const LETTER: DeadLetter = {
  id: `desk-${MESSAGE.id}`,
  target: "desk",
  message: MESSAGE,
  attempts: 12,
  reason: "status 500",
  atMs: 12_480,
};

/** An application whose one dead letter is a tenant's, and who asks it. */
function appFor(principal: Principal) {
  const asked: Scope[] = [];
  const retried: string[] = [];
  const app = createApp({
    ...appDeps().deps,
    gate: {
      admit(_c, scope) {
        asked.push(scope);
        return Promise.resolve(
          principal.scopes.includes(scope)
            ? principal
            : new Response(null, { status: 403 }),
        );
      },
    },
    webhooks: {
      deadLetters: (tenant) => tenant === "acme" ? [LETTER] : [],
      retry(tenant, id) {
        retried.push(`${tenant} ${id}`);
        return tenant === "acme" && id === LETTER.id;
      },
    },
  });
  return { app, asked, retried };
}

const ADMIN: Principal = { tenant: "acme", scopes: ["admin"] };
const LIST = "/v1/webhooks/dead-letters";

Deno.test("GET /v1/webhooks/dead-letters shows a tenant's own, with what they carried", async () => {
  const { app, asked } = appFor(ADMIN);
  const response = await app.request(LIST);
  assertEquals(response.status, 200);
  assertEquals(await response.json(), {
    deadLetters: [{
      id: LETTER.id,
      target: "desk",
      attempts: 12,
      reason: "status 500",
      at: "1970-01-01T00:00:12.480Z",
      webhookId: MESSAGE.id,
      message: JSON.parse(MESSAGE.body),
    }],
  });
  assertEquals(asked, ["admin"]);
  const other = appFor({ ...ADMIN, tenant: "globex" }).app;
  assertEquals(await (await other.request(LIST)).json(), { deadLetters: [] });
});

Deno.test("POST .../retry sends one once more, and knows no other tenant's", async () => {
  const { app, retried } = appFor(ADMIN);
  const retry = (id: string, of = app) =>
    of.request(`${LIST}/${id}/retry`, { method: "POST" });
  const taken = await retry(LETTER.id);
  assertEquals([taken.status, await taken.json()], [202, { id: LETTER.id }]);
  const unknown = await retry("none");
  assertEquals(unknown.status, 404);
  assertEquals((await unknown.json()).error.code, "not_found");
  const stranger = appFor({ ...ADMIN, tenant: "globex" }).app;
  assertEquals((await retry(LETTER.id, stranger)).status, 404);
  assertEquals(retried, [`acme ${LETTER.id}`, "acme none"]);
});

Deno.test("dead letters are for who may administer", async () => {
  const { app, asked, retried } = appFor({ tenant: "acme", scopes: ["read"] });
  const listed = await app.request(LIST);
  const sent = await app.request(`${LIST}/${LETTER.id}/retry`, {
    method: "POST",
  });
  assertEquals([listed.status, sent.status, retried], [403, 403, []]);
  assertEquals(asked, ["admin", "admin"]);
});
