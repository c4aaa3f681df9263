/**
 * Access as tests set it up: keys in a row, and clocks that stand still.
 *
 * @module
 */
import { KeyGate } from "../../../src/server/access/key_gate.ts";
import { KeyRing } from "../../../src/server/access/key_ring.ts";
import { parseApiKeys } from "../../../src/server/access/parse_api_keys.ts";
import { TenantLimiter } from "../../../src/server/access/tenant_limiter.ts";
import {
  NO_LIMITS,
  type TenantLimits,
} from "../../../src/server/access/tenant_limits.ts";
import { TokenSigner } from "../../../src/server/access/tokens.ts";
import { usedTokensInMemory } from "../../../src/server/access/used_tokens.ts";
import { RecordingSink } from "../../session/_calls.ts";
import { FakeClock } from "../../session/_fakes.ts";

/** The secret that tests sign with. */
export const SECRET = "a secret of thirty-two characters";

/** Keys as they are stored. */
export function keysOf(lines: readonly string[]) {
  return parseApiKeys(lines.join("\n")).keys;
}

/** A ring of keys, some time after 1970. */
export function ringOf(lines: readonly string[], clock = new FakeClock()) {
  return new KeyRing(keysOf(lines), clock.now);
}

/** All of access, with one clock for everything. */
export function accessOf(
  lines: readonly string[],
  { isOpen = false, limits = NO_LIMITS }: {
    isOpen?: boolean;
    limits?: TenantLimits;
  } = {},
) {
  const clock = new FakeClock();
  clock.nowMs = Date.UTC(2026, 0, 1);
  const sink = new RecordingSink();
  const limiter = new TenantLimiter({
    keys: keysOf(lines),
    limits,
    now: clock.now,
  });
  const tokens = new TokenSigner(SECRET, clock.now);
  const gate = new KeyGate({
    keys: ringOf(lines, clock),
    tokens,
    used: usedTokensInMemory(clock.now),
    limiter,
    isOpen,
    wallMs: clock.now,
    sink,
  });
  return { clock, sink, limiter, tokens, gate, wallMs: clock.now };
}
