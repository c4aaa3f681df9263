/**
 * Which tokens have begun their call.
 *
 * @module
 */
import { NonceCache } from "../nonce_cache.ts";

/** How long a token may be good for at most, in seconds. */
export const MAX_TOKEN_LIFE_S = 600;

/** Tokens that are remembered: 80 calls a second, for as long as a token lives. */
const MAX_USED_TOKENS = 50_000;

/** Remembers which tokens have begun their call. */
export interface UsedTokens {
  /**
   * Uses a token.
   *
   * @param jti Names it.
   * @returns Whether it was the first time.
   */
  claim(jti: string): Promise<boolean>;
  /** Makes a token good again that was claimed here, as no call has begun with it. */
  giveBack(jti: string): void;
}

/**
 * Remembers them in this process: another instance behind the same address knows
 * nothing of it.
 *
 * @param wallMs The clock on the wall, in milliseconds since 1970.
 */
export function usedTokensInMemory(
  wallMs: () => number,
  maxCount = MAX_USED_TOKENS,
): UsedTokens {
  const used = new NonceCache({ lifeS: MAX_TOKEN_LIFE_S, maxCount });
  return {
    claim: (jti) => Promise.resolve(used.use(jti, wallMs() / 1_000)),
    giveBack: (jti) => used.forget(jti),
  };
}
