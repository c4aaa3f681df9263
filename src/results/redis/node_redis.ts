/**
 * Redis by node-redis: the client that Redis itself keeps, one package of it and
 * no module that a log has no use for.
 *
 * @module
 */
import type { CreateRedis } from "./redis_port.ts";

/**
 * Creates clients of a Redis; their code is loaded with the first, as a server
 * without Redis needs none of it.
 *
 * @param url Such as `rediss://user:secret@host:6379/0`.
 */
export function redisAt(url: string): CreateRedis {
  return async () => {
    const { createClient } = await import("@redis/client");
    const client = createClient({
      url,
      RESP: 3, // messages of channels apart from answers, so that one connection can be asked whether it lives
      // The log keeps what waits, with a bound, and tries again by itself.
      disableOfflineQueue: true,
      socket: { reconnectStrategy: false },
    });
    return {
      connect: () => client.connect(),
      destroy: () => {
        if (client.isOpen) client.destroy();
      },
      sendCommand: (words) => client.sendCommand(words),
      subscribe: (channels, listener) => client.subscribe(channels, listener),
      unsubscribe: (channels) => client.unsubscribe(channels),
      on: (event, listener) => client.on(event, listener),
    };
  };
}
