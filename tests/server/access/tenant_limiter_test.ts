import { assertEquals, assertThrows } from "@std/assert";
import { ProtocolError } from "../../../src/protocol/protocol_error.ts";
import { NOBODY } from "../../../src/server/access/principal.ts";
import {
  NO_LIMITS,
  STRANGER_LIMITS,
} from "../../../src/server/access/tenant_limits.ts";
import { TenantLimiter } from "../../../src/server/access/tenant_limiter.ts";
import { storedKey } from "../../config/_keys.ts";
import { FakeClock } from "../../session/_fakes.ts";
import { keysOf } from "./_access.ts";

const LIMITS = { sessions: 10, audioRate: 2, requestsPerMinute: 60 };
const KEYS = keysOf([
  storedKey("ut_one", { limits: { sessions: 3 } }),
  storedKey("ut_two"),
  storedKey("ut_three", {
    tenant: "beta",
    limits: { audioRate: 1, requestsPerMinute: 2 },
  }),
]);

function limiter(clock = new FakeClock()) {
  return new TenantLimiter({ keys: KEYS, limits: LIMITS, now: clock.now });
}

/** How many requests of a tenant pass at once. */
function passing(tenants: TenantLimiter, tenant: string): number {
  for (let count = 0;; count++) {
    try {
      tenants.countRequest(tenant);
    } catch {
      return count;
    }
  }
}

Deno.test("TenantLimiter has a tenant's own limits before the server's", () => {
  const tenants = limiter();
  assertEquals(tenants.limitsOf("acme"), { ...LIMITS, sessions: 3 });
  assertEquals(tenants.limitsOf("beta"), {
    sessions: 10,
    audioRate: 1,
    requestsPerMinute: 2,
  });
  assertEquals(tenants.limitsOf("default"), LIMITS);
});

Deno.test("TenantLimiter has limits of its own for those who were not let in, wherever there are none", () => {
  const tenants = new TenantLimiter({
    keys: [],
    limits: NO_LIMITS,
    now: () => 0,
  });
  assertEquals(tenants.limitsOf(NOBODY), STRANGER_LIMITS);
  assertEquals(passing(tenants, NOBODY), STRANGER_LIMITS.requestsPerMinute);
});

Deno.test("TenantLimiter counts the requests of each tenant alone, and says when there may be more", () => {
  const clock = new FakeClock();
  const tenants = limiter(clock);
  assertEquals(passing(tenants, "beta"), 2);
  assertEquals(passing(tenants, "acme"), 60);
  const { code, retryMs } = assertThrows(
    () => tenants.countRequest("beta"),
    ProtocolError,
  );
  assertEquals([code, retryMs], ["too_many_requests", 1]);
  clock.nowMs += 30_000;
  assertEquals(passing(tenants, "beta"), 1);
  assertEquals(passing(tenants, "acme"), 30);
});

Deno.test("TenantLimiter has one allowance of audio for all calls of a tenant", () => {
  const tenants = limiter();
  const minute = new Uint8Array(8_000 * 60);
  const format = {
    encoding: "mulaw",
    sampleRateHz: 8_000,
    channels: [{ role: "customer" }],
  } as const;
  tenants.audioOf("acme").take(minute, format);
  tenants.audioOf("acme").take(minute, format);
  assertThrows(() => tenants.audioOf("acme").assertLeft(), ProtocolError);
  tenants.audioOf("beta").take(minute, format);
  assertThrows(() => tenants.audioOf("beta").assertLeft(), ProtocolError);
});
