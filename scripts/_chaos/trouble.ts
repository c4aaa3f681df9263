/**
 * What goes wrong on purpose.
 *
 * @module
 */
import { removeRecords } from "../_remove_records.ts";
import type { Random } from "../../src/training/random.ts";
import { OwnServer } from "../_own_server.ts";
import type { CutProxy } from "./cut_proxy.ts";

/** Where the server keeps its records; removed in the end. */
const CHAOS_RECORDS = "data/chaos.kv";

const CLOCK_JUMPS = new URL("clock_jumps.ts", import.meta.url).href;

/** Bounds a stop: Deno Deploy grants 5 s. */
const MAX_STOP_MS = 5_000;

/** Readers that open a stream of events and never read it. */
const STALLED_READERS = 10;

/** What can go wrong. */
export const TROUBLES = [
  "cut",
  "stall",
  "restart",
  "kill",
  "unstore",
  "jump",
] as const;
/** What can go wrong. */
export type Trouble = typeof TROUBLES[number];

/** A server behind a wire, and what befalls both. */
export class TroubledServer implements AsyncDisposable {
  readonly #proxy: CutProxy;
  readonly #random: Random;
  readonly #stalled: Deno.TcpConn[] = [];
  #server: OwnServer;

  private constructor(proxy: CutProxy, random: Random, server: OwnServer) {
    this.#proxy = proxy;
    this.#random = random;
    this.#server = server;
    proxy.target = server.port;
  }

  /** Starts a server behind a wire. */
  static async start(
    proxy: CutProxy,
    random: Random,
  ): Promise<TroubledServer> {
    return new TroubledServer(proxy, random, await startServer());
  }

  /** Lets one thing go wrong, and says what it was. */
  async suffer(trouble: Trouble): Promise<string> {
    switch (trouble) {
      case "cut":
        return `${this.#proxy.cut(0.3, this.#random)} connections are cut`;
      case "stall":
        return await this.#stall();
      case "restart":
        return await this.#restart();
      case "kill":
        return await this.#kill();
      case "unstore":
        await removeRecords(CHAOS_RECORDS);
        return "the store of records is removed";
      case "jump":
        Deno.kill(this.#server.pid, "SIGUSR2");
        return "the clock on the wall jumps";
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const connection of this.#stalled) {
      try {
        connection.close();
      } catch { /* the server has cut it off */ }
    }
    await this.#server.stop();
    await removeRecords(CHAOS_RECORDS);
  }

  async #stall(): Promise<string> {
    const { port } = this.#server;
    for (let i = 0; i < STALLED_READERS; i++) {
      const reader = await Deno.connect({ hostname: "127.0.0.1", port });
      await reader.write(new TextEncoder().encode(ENDLESS_REQUEST));
      this.#stalled.push(reader);
    }
    return `${STALLED_READERS} readers stall`;
  }

  async #restart(): Promise<string> {
    const startMs = performance.now();
    await this.#server.stop();
    const tookMs = performance.now() - startMs;
    if (tookMs > MAX_STOP_MS) {
      throw new Error(
        `Cannot call the end orderly as it must come within ${MAX_STOP_MS} ms of SIGTERM: it took ${
          Math.round(tookMs)
        }`,
      );
    }
    await this.#replace();
    return `SIGTERM: the server ends in ${
      Math.round(tookMs)
    } ms, another starts`;
  }

  async #kill(): Promise<string> {
    await this.#server.kill();
    await this.#replace();
    return "kill -9: another server starts";
  }

  async #replace(): Promise<void> {
    this.#proxy.target = undefined;
    this.#server = await startServer();
    this.#proxy.target = this.#server.port;
  }
}

const ENDLESS_REQUEST =
  "GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n";

function startServer(): Promise<OwnServer> {
  return OwnServer.start({
    preload: CLOCK_JUMPS,
    env: { RECORDS: "on", RECORDS_PATH: CHAOS_RECORDS },
  });
}
