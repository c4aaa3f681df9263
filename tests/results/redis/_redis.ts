/**
 * A real Redis on a free port, that keeps nothing on the disk.
 *
 * @module
 */
import { freePort, listening, startProgram } from "../../_system_program.ts";

/** A Redis that can be stopped and started again, and ends with its scope. */
export class TestRedis {
  readonly #folder = Deno.makeTempDirSync({ prefix: "redis-" });
  readonly #port: number;
  #server: Deno.ChildProcess | undefined;

  private constructor(port: number) {
    this.#port = port;
  }

  static async start(): Promise<TestRedis> {
    const redis = new TestRedis(freePort());
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const words = {
      port: this.#port,
      bind: "127.0.0.1",
      save: "",
      dir: this.#folder,
    };
    this.#server = startProgram("redis-server", {
      args: Object.entries(words).flatMap((
        [name, value],
      ) => [`--${name}`, `${value}`]),
      debianPackage: "redis-server",
    });
    await listening(this.#port, this.#server);
  }

  /** Stops it as a machine does that loses its power. */
  async kill(): Promise<void> {
    this.#server?.kill("SIGKILL");
    await this.#server?.status;
    this.#server = undefined;
  }

  /** Lets it hang: it takes connections and answers nothing. */
  hang(): void {
    this.#server?.kill("SIGSTOP");
  }

  /** Lets it go on. */
  goOn(): void {
    this.#server?.kill("SIGCONT");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await Deno.remove(this.#folder, { recursive: true });
  }
}
