/**
 * One connection to Redis that comes back after it was lost.
 *
 * @module
 */
import { type Pause, pause } from "./pause.ts";
import type { CreateRedis, RedisPort } from "./redis_port.ts";

/** A command that is not answered for so long is not waited for: a log that answers in a millisecond hangs. */
export const ANSWER_MS = 1_000;

/** The first wait before the next try; each is twice the one before. */
const FIRST_WAIT_MS = 50;
/** The longest wait: a Redis that comes back is found within it. */
const MAX_WAIT_MS = 2_000;

/** How often a connection that says nothing is asked whether it lives. */
const PING_MS = 5_000;

/** Who hears of a connection. */
export interface ConnectionEvents {
  /** It can be used. */
  readonly onUp: () => void;
  /** It cannot be used any more, or yet; the reason holds no secret. */
  readonly onDown: (fault: string) => void;
}

/** What a connection needs. */
export interface ConnectionDeps extends ConnectionEvents {
  readonly create: CreateRedis;
  /** @default {pause} by timers */
  readonly pause?: Pause | undefined;
}

/** Keeps a connection, with growing waits between tries, until it is closed. */
export class RedisConnection {
  readonly #deps: ConnectionDeps;
  readonly #pause: Pause;
  readonly #closing = new AbortController();
  readonly #closed: Promise<void>;
  #client: RedisPort | undefined;
  /** Gives up the client that is there. */
  #lose: (fault: string) => void = () => {};

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
    this.#pause = deps.pause ?? pause;
    this.#closed = this.#keep();
  }

  /** Whether it can be used. */
  get isUp(): boolean {
    return this.#client !== undefined;
  }

  /**
   * Does something with the client.
   *
   * @throws {Error} If there is none, it refuses, or it does not answer; then the
   * connection is made anew.
   */
  use<T>(act: (client: RedisPort) => Promise<T>): Promise<T> {
    if (this.#client === undefined) {
      return Promise.reject(new Error("Redis is away"));
    }
    return this.#answer(act(this.#client));
  }

  /** Gives up the client that is there, and makes another one after a while. */
  lose(fault: string): void {
    this.#lose(fault);
  }

  /** Closes it for good. */
  close(): Promise<void> {
    this.#closing.abort();
    this.#lose("closed");
    return this.#closed;
  }

  async #keep(): Promise<void> {
    const { signal } = this.#closing;
    let waitMs = FIRST_WAIT_MS;
    while (!signal.aborted) {
      const { wasUp, fault } = await this.#live();
      if (signal.aborted) return;
      this.#deps.onDown(fault);
      if (wasUp) waitMs = FIRST_WAIT_MS;
      await this.#pause(waitMs, signal);
      waitMs = Math.min(2 * waitMs, MAX_WAIT_MS);
    }
  }

  /** One client from its connecting to its loss. */
  async #live(): Promise<{ wasUp: boolean; fault: string }> {
    const lost = Promise.withResolvers<string>();
    this.#lose = lost.resolve;
    if (this.#closing.signal.aborted) lost.resolve("closed");
    let client: RedisPort | undefined;
    try {
      client = await this.#connected(lost);
      this.#client = client;
      this.#deps.onUp();
      return { wasUp: true, fault: await this.#watched(lost) };
    } catch (error) {
      return { wasUp: false, fault: faultText(error) };
    } finally {
      this.#client = undefined;
      client?.destroy();
    }
  }

  /** @throws {Error} If there can be no client now. */
  async #connected(
    lost: PromiseWithResolvers<string>,
  ): Promise<RedisPort> {
    const client = await this.#deps.create();
    client.on("error", (error) => lost.resolve(faultText(error)));
    client.on("end", () => lost.resolve("the connection was closed"));
    const fault = await Promise.race([
      this.#answer(client.connect()).then(() => undefined, faultText),
      lost.promise,
    ]);
    if (fault === undefined) return client;
    client.destroy();
    throw new Error(fault);
  }

  /** Asks now and then whether the client lives, until it is lost. */
  async #watched(lost: PromiseWithResolvers<string>): Promise<string> {
    const over = new AbortController();
    const gone = lost.promise.finally(() => over.abort());
    while (!over.signal.aborted) {
      await this.#pause(PING_MS, over.signal);
      if (over.signal.aborted) break;
      await this.use((client) => client.sendCommand(["PING"])).catch(() => {});
    }
    return await gone;
  }

  /** What a promise gives, if it does soon; a client that is late is given up. */
  async #answer<T>(promise: Promise<T>): Promise<T> {
    const lose = this.#lose;
    const answered = new AbortController();
    const late = this.#pause(ANSWER_MS, answered.signal).then(() => {
      if (answered.signal.aborted) return promise;
      const fault = `no answer within ${ANSWER_MS} ms`;
      lose(fault);
      throw new Error(fault);
    });
    try {
      return await Promise.race([promise, late]);
    } finally {
      answered.abort();
    }
  }
}

/**
 * What a fault says. Errors of sockets say it in their code; their message has the
 * address of Redis as well, and `/readyz` shows faults to anybody.
 */
export function faultText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : error.message || error.name;
}
