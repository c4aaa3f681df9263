/**
 * What each tenant may still cost.
 *
 * @module
 */
import { ProtocolError } from "../../protocol/protocol_error.ts";
import { AudioAllowance } from "../../session/audio_allowance.ts";
import { RateBudget } from "../../session/rate_budget.ts";
import type { ApiKey } from "./api_key.ts";
import { NOBODY } from "./principal.ts";
import { STRANGER_LIMITS, type TenantLimits } from "./tenant_limits.ts";

/** All calls of a tenant may begin anew at once after a fault, and send what they kept meanwhile. */
const BURST_SECONDS = 60;

/** What is left of one tenant's limits. */
interface Left {
  readonly requests: RateBudget;
  readonly audio: AudioAllowance;
}

/** What {@linkcode TenantLimiter} goes by. */
export interface TenantLimiterOptions {
  readonly keys: readonly Pick<ApiKey, "tenant" | "limits">[];
  /** Of tenants, where their keys state none. */
  readonly limits: TenantLimits;
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
}

/** Counts what tenants cost. It remembers the tenants of the keys, and the one of who needs none. */
export class TenantLimiter {
  readonly #options: TenantLimiterOptions;
  readonly #left = new Map<string, Left>();

  constructor(options: TenantLimiterOptions) {
    this.#options = options;
  }

  /** A tenant's limits. */
  limitsOf(tenant: string): TenantLimits {
    if (tenant === NOBODY) return STRANGER_LIMITS;
    const { keys, limits } = this.#options;
    const own = keys.filter((key) => key.tenant === tenant);
    return Object.assign({}, limits, ...own.map((key) => key.limits));
  }

  /**
   * Counts a request.
   *
   * @throws {ProtocolError} `too_many_requests` if it is one too many.
   */
  countRequest(tenant: string): void {
    const { requests } = this.#of(tenant);
    const { waitMs } = requests;
    if (waitMs === 0) return requests.take(1);
    throw new ProtocolError(
      "too_many_requests",
      "Cannot answer as a tenant may ask only so often: try again later",
      { retryMs: waitMs },
    );
  }

  /** The audio that a tenant may send. */
  audioOf(tenant: string): AudioAllowance {
    return this.#of(tenant).audio;
  }

  #of(tenant: string): Left {
    const known = this.#left.get(tenant);
    if (known) return known;
    const { now } = this.#options;
    const { audioRate, requestsPerMinute } = this.limitsOf(tenant);
    const burst = { burstSeconds: BURST_SECONDS };
    const left: Left = {
      requests: new RateBudget({
        perSecond: requestsPerMinute / 60,
        ...burst,
      }, now),
      audio: new AudioAllowance(
        new RateBudget({ perSecond: audioRate, ...burst }, now),
      ),
    };
    this.#left.set(tenant, left);
    return left;
  }
}
