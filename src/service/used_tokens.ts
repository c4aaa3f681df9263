/**
 * Which tokens have begun their call, on any instance.
 *
 * @module
 */
import { RedisClaims } from "../results/redis/redis_claims.ts";
import { redisAt } from "../results/redis/node_redis.ts";
import {
  MAX_TOKEN_LIFE_S,
  type UsedTokens,
  usedTokensInMemory,
} from "../server/access/used_tokens.ts";

/** What it needs of its process. */
export interface UsedTokensDeps {
  readonly redisUrl: string | undefined;
  readonly redisPrefix: string;
  /** The clock on the wall, in milliseconds since 1970. */
  readonly wallMs: () => number;
}

/** Used tokens, and their end. */
export interface SharedUsedTokens extends UsedTokens {
  close(): Promise<void>;
}

/**
 * Remembers tokens in Redis, if there is one, and in this process.
 *
 * While Redis is away this process alone knows: a token then begins one call an
 * instance. To refuse all tokens instead would take every browser's calls away.
 */
export function createUsedTokens(
  { redisUrl, redisPrefix: prefix, wallMs }: UsedTokensDeps,
): SharedUsedTokens {
  const own = usedTokensInMemory(wallMs);
  if (redisUrl === undefined) return { ...own, close: () => Promise.resolve() };
  const claims = new RedisClaims({ create: redisAt(redisUrl), prefix });
  const owner = crypto.randomUUID();
  return {
    async claim(jti) {
      if (!await own.claim(jti)) return false;
      const lifeMs = MAX_TOKEN_LIFE_S * 1_000;
      return await claims.claim(nameOf(jti), owner, lifeMs).catch(() => true);
    },
    giveBack(jti) {
      own.giveBack(jti);
      claims.release(nameOf(jti), owner).catch(() => {}); // it stays used: one call less, never one more
    },
    close: () => claims.close(),
  };
}

function nameOf(jti: string): string {
  return `token:${jti}`;
}
