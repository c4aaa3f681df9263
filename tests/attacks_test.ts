/** The attack list: each line is something that an attacker must not achieve, tried on the server as a stranger starts it. */
import { assert, assertEquals } from "@std/assert";
import type { Attacks } from "./attacks/_doors.ts";
import { CREDENTIAL_ATTACKS } from "./attacks/_credential_attacks.ts";
import { LOCAL_ATTACKS, PAGE_ATTACKS } from "./attacks/_page_attacks.ts";
import { REQUEST_ATTACKS } from "./attacks/_request_attacks.ts";
import {
  SECRETS,
  startOpenTarget,
  startTarget,
  type Target,
} from "./attacks/_target.ts";
import { TENANT_ATTACKS } from "./attacks/_tenant_attacks.ts";

async function attack(t: Deno.TestContext, target: Target, attacks: Attacks) {
  for (const [name, attempt] of Object.entries(attacks)) {
    await t.step(name, () => attempt(target));
  }
}

Deno.test("a server with keys withstands", async (t) => {
  const target = await startTarget();
  try {
    for (
      const attacks of [
        CREDENTIAL_ATTACKS,
        TENANT_ATTACKS,
        REQUEST_ATTACKS,
        PAGE_ATTACKS,
      ]
    ) await attack(t, target, attacks);
    await t.step("nothing of all this was a fault of its own", () => {
      assert(!target.said().includes("internal_fault"), target.said());
    });
  } finally {
    assertEquals(await target.stop(), 0);
  }
  await t.step("no secret is in the log", () => {
    const log = target.said();
    assert(log.includes("call_refused"));
    for (const secret of SECRETS) assert(!log.includes(secret));
    assert(!/eyJ[\w-]+\.[\w-]+\./.test(log), "a token");
    assert(!/ut_[\w-]{20}/.test(log), "what looks like a key");
  });
  await t.step("the log has a line for each event, whatever was sent", () => {
    for (const line of target.said().trim().split("\n")) JSON.parse(line);
  });
});

Deno.test("a server of this machine alone withstands the pages of its browser", async (t) => {
  const target = await startOpenTarget();
  try {
    await attack(
      t,
      { ...target, sign: () => Promise.resolve("") },
      LOCAL_ATTACKS,
    );
  } finally {
    assertEquals(await target.stop(), 0);
  }
});
