/**
 * News by Redis' channels: one connection for all that is followed here.
 *
 * A message only wakes; what happened stands in the streams. So a message that
 * is lost with its connection costs nothing: all are woken when it is back.
 *
 * @module
 */
import type { Followers } from "../followers.ts";
import type { Pause } from "./pause.ts";
import { RedisConnection } from "./redis_connection.ts";
import type { CreateRedis } from "./redis_port.ts";

/** What news need. */
export interface NewsDeps {
  readonly create: CreateRedis;
  /** What the names of all channels begin with. */
  readonly prefix: string;
  readonly followers: Followers;
  readonly pause?: Pause | undefined;
}

/** Subscribes to what is followed. */
export class News {
  readonly #deps: NewsDeps;
  readonly #connection: RedisConnection;

  constructor(deps: NewsDeps) {
    this.#deps = deps;
    this.#connection = new RedisConnection({
      ...deps,
      onUp: () => this.#subscribe([...deps.followers.names]),
      onDown: () => {},
    });
  }

  /** Somebody follows a topic that nobody has followed. */
  begin(name: string): void {
    this.#subscribe([name]);
  }

  /** Nobody follows a topic any more. */
  end(name: string): void {
    if (!this.#connection.isUp) return;
    const channels = [this.#channel(name)];
    this.#connection.use((client) => client.unsubscribe(channels))
      .catch(() => {}); // the connection is made anew
  }

  /** Closes the connection. */
  close(): Promise<void> {
    return this.#connection.close();
  }

  /** Wakes the followers once they cannot miss anything any more. */
  async #subscribe(names: readonly string[]): Promise<void> {
    if (!this.#connection.isUp || names.length === 0) return;
    const { followers, prefix } = this.#deps;
    const wake = (_: string, channel: string) =>
      followers.wakeNamed(channel.slice(prefix.length + 1));
    try {
      await this.#connection.use((client) =>
        client.subscribe(names.map((name) => this.#channel(name)), wake)
      );
    } catch {
      return; // the connection is made anew, and then all is subscribed
    }
    for (const name of names) followers.wakeNamed(name);
  }

  #channel(name: string): string {
    return `${this.#deps.prefix}:${name}`;
  }
}
