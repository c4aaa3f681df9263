/**
 * Two servers behind nginx, with one Redis between them.
 *
 * @module
 */
import { OwnServer } from "../../scripts/_own_server.ts";
import { TestRedis } from "../results/redis/_redis.ts";
import { TestNginx } from "./nginx.ts";

/** Two instances: addresses through nginx, each with the other as its backup. */
export class TwoInstances {
  readonly redis: TestRedis;
  readonly #servers: Map<string, OwnServer>;
  readonly #nginx: TestNginx;

  static async start(): Promise<TwoInstances> {
    const redis = await TestRedis.start();
    const env = {
      REDIS_URL: redis.url,
      SIGNING_SECRET: "the same of both instances, for calls that move",
      ENGINE_WORKERS: "0",
    };
    const [a, b] = await Promise.all([
      OwnServer.start({ model: "light", env }),
      OwnServer.start({ model: "light", env }),
    ]);
    const [hostA, hostB] = [new URL(a.origin).host, new URL(b.origin).host];
    const nginx = await TestNginx.start({
      a: { servers: [hostA, hostB], isSecondBackup: true },
      b: { servers: [hostB, hostA], isSecondBackup: true },
    });
    return new TwoInstances(redis, new Map([["a", a], ["b", b]]), nginx);
  }

  private constructor(
    redis: TestRedis,
    servers: Map<string, OwnServer>,
    nginx: TestNginx,
  ) {
    this.redis = redis;
    this.#servers = servers;
    this.#nginx = nginx;
  }

  /** The address of nginx that leads to an instance, and to the other one if that is gone. */
  by(name: "a" | "b"): string {
    return this.#nginx.addresses[name]!;
  }

  /** Ends an instance as a machine does that loses its power. */
  kill(name: "a" | "b"): void {
    Deno.kill(this.#servers.get(name)!.pid, "SIGKILL");
    this.#servers.delete(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#nginx[Symbol.asyncDispose]();
    for (const server of this.#servers.values()) await server.stop();
    await this.redis[Symbol.asyncDispose]();
  }
}
