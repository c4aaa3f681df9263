/**
 * Redis as the log sees it: the least that it needs of a client.
 *
 * @module
 */

/** Hears a message of a channel. */
export type NewsListener = (message: string, channel: string) => void;

/** A client of one connection, which does not connect again by itself. */
export interface RedisPort {
  connect(): Promise<unknown>;
  /** Closes the connection at once; commands under way are rejected. */
  destroy(): void;
  /** Sends a command; commands are answered in their order. */
  sendCommand(words: readonly string[]): Promise<unknown>;
  subscribe(channels: string[], listener: NewsListener): Promise<unknown>;
  unsubscribe(channels: string[]): Promise<unknown>;
  on(event: "error" | "end", listener: (error?: Error) => void): unknown;
}

/** Creates a client that is not connected yet. */
export type CreateRedis = () => Promise<RedisPort>;
