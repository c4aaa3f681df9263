/**
 * What may be had once, by whichever process asks first.
 *
 * @module
 */
import type { Pause } from "./pause.ts";
import { RedisConnection } from "./redis_connection.ts";
import type { CreateRedis } from "./redis_port.ts";

/** What claims need. */
export interface ClaimDeps {
  readonly create: CreateRedis;
  /** What the names of all keys begin with. */
  readonly prefix: string;
  readonly pause?: Pause | undefined;
}

/** Forgets a name in one step, if it is still its: another may have claimed it while Redis was away. */
const RELEASE_SCRIPT =
  "return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('DEL', KEYS[1]) or 0";

/** Claims names in Redis. */
export class RedisClaims {
  readonly #prefix: string;
  readonly #connection: RedisConnection;

  constructor(deps: ClaimDeps) {
    this.#prefix = deps.prefix;
    this.#connection = new RedisConnection({
      ...deps,
      onUp: () => {},
      onDown: () => {},
    });
  }

  /**
   * Claims a name for some time.
   *
   * @param value What is noted of who claims it.
   * @returns Whether nobody had it.
   * @throws {Error} If Redis is away, or does not answer.
   */
  async claim(name: string, value: string, lifeMs: number): Promise<boolean> {
    const words = ["SET", this.#key(name), value, "NX", "PX", String(lifeMs)];
    const answer = await this.#connection.use((client) =>
      client.sendCommand(words)
    );
    return answer === "OK";
  }

  /**
   * Gives a name back, if it was claimed with this value.
   *
   * @throws {Error} As {@linkcode claim}.
   */
  async release(name: string, value: string): Promise<void> {
    const words = ["EVAL", RELEASE_SCRIPT, "1", this.#key(name), value];
    await this.#connection.use((client) => client.sendCommand(words));
  }

  /** Closes its connection. */
  close(): Promise<void> {
    return this.#connection.close();
  }

  #key(name: string): string {
    return `${this.#prefix}:claim:${name}`;
  }
}
