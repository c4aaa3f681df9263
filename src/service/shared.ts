/**
 * What all calls of a process share: its clocks, its limits and who is there.
 *
 * @module
 */
import type { AccessSettings } from "../config/access.ts";
import { TenantLimiter } from "../server/access/tenant_limiter.ts";
import { Backlog } from "../session/backlog.ts";
import { createBreath } from "../session/breath.ts";
import { ByteBudget } from "../session/byte_budget.ts";
import { MAX_QUEUED_BYTES_TOTAL, MAX_SESSIONS } from "../session/limits.ts";
import { ResumableCalls } from "../session/resume/resumable_calls.ts";
import { SessionRegistry } from "../session/session_registry.ts";

/** What all calls of a process share. */
export interface Shared {
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
  /** The clock on the wall, in milliseconds since 1970. */
  readonly wallMs: () => number;
  readonly breathe: () => Promise<void>;
  readonly backlog: Backlog;
  readonly budget: ByteBudget;
  readonly limiter: TenantLimiter;
  readonly registry: SessionRegistry;
  readonly calls: ResumableCalls;
}

/** Creates it. */
export function createShared(access: AccessSettings): Shared {
  const now = () => performance.now();
  const backlog = new Backlog(now);
  const limiter = new TenantLimiter({ ...access, now });
  return {
    now,
    wallMs: () => Date.now(),
    breathe: createBreath(now),
    backlog,
    budget: new ByteBudget(MAX_QUEUED_BYTES_TOTAL),
    limiter,
    registry: new SessionRegistry(
      MAX_SESSIONS,
      backlog,
      (tenant) => limiter.limitsOf(tenant).sessions,
    ),
    calls: new ResumableCalls(now),
  };
}
