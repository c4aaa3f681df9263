/**
 * The part of the configuration that is about results for others.
 *
 * @module
 */
import { mustBe } from "./words.ts";

/** Gives the value of a variable. */
type Env = (name: string) => string | undefined;

/** What the environment says of results for others. */
export interface ResultsConfig {
  /**
   * `REDIS_URL`, such as `rediss://user:secret@host:6379/0`: where several
   * instances keep what they tell. Never logged.
   *
   * @default the memory of this process
   */
  readonly redisUrl: string | undefined;
  /** `REDIS_PREFIX`, what names of keys and channels begin with. @default {"undertone"} */
  readonly redisPrefix: string;
}

/** What was read, and all that is wrong with it; a fault never holds a secret. */
export interface ReadResultsConfig {
  readonly config: ResultsConfig;
  readonly faults: readonly string[];
}

/** Reads it; a variable that is empty counts as not set. */
export function readResultsConfig(env: Env): ReadResultsConfig {
  const redisUrl = env("REDIS_URL") || undefined;
  const redisPrefix = env("REDIS_PREFIX") || "undertone";
  const faults: string[] = [];
  if (redisUrl !== undefined && !isRedisUrl(redisUrl)) {
    faults.push(
      `REDIS_URL must be such as redis://host:6379/0, or rediss: for TLS: current value has ${redisUrl.length} characters`,
    );
  }
  if (!/^[\w.-]{1,64}$/.test(redisPrefix)) {
    const rule = "1 to 64 letters, digits, _, . and -";
    faults.push(mustBe("REDIS_PREFIX", rule, redisPrefix));
  }
  return { config: { redisUrl, redisPrefix }, faults };
}

function isRedisUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^rediss?:$/.test(url.protocol) &&
    url.hostname !== "" && /^(\/\d*)?$/.test(url.pathname);
}
