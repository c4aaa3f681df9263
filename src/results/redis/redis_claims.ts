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
    const key = `${this.#prefix}:claim:${name}`;
    const words = ["SET", key, value, "NX", "PX", String(lifeMs)];
    const answer = await this.#connection.use((client) =>
      client.sendCommand(words)
    );
    return answer === "OK";
  }

  /** Closes its connection. */
  close(): Promise<void> {
    return this.#connection.close();
  }
}
