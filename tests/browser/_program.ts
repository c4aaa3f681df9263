/** The server as it ships, in a process of its own that can be killed and come back. */

/** Read aloud by nobody, so that it need not be secret. */
const SECRET = "a-secret-for-tests-alone-of-many-letters";

/** A server that ends with the scope. */
export class Program implements AsyncDisposable {
  readonly port: number;
  readonly url: string;
  readonly #folder = Deno.makeTempDirSync();
  readonly #env: Readonly<Record<string, string>>;
  #process: Deno.ChildProcess | undefined;
  #log: Promise<void> = Promise.resolve();

  constructor(env: Readonly<Record<string, string>> = {}) {
    this.port = freePort();
    this.url = `http://127.0.0.1:${this.port}`;
    this.#env = env;
  }

  /** Starts it; resolves when it takes calls. @param env What is different this time. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<this> {
    this.#process = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--allow-all", "main.ts"],
      cwd: new URL("../../", import.meta.url),
      env: {
        PORT: String(this.port),
        MODEL: "light",
        RECORDS_PATH: `${this.#folder}/records`,
        SIGNING_SECRET: SECRET,
        ...this.#env,
        ...env,
      },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const ready = Promise.withResolvers<void>();
    this.#log = this.#read(this.#process.stderr, ready);
    await ready.promise;
    return this;
  }

  /** Kills it as a power cut would, or as an orchestrator does. */
  async stop(signal: Deno.Signal = "SIGKILL"): Promise<void> {
    this.#process?.kill(signal);
    await this.#process?.status;
    await this.#log;
    this.#process = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await Deno.remove(this.#folder, { recursive: true });
  }

  async #read(
    log: ReadableStream<Uint8Array<ArrayBuffer>>,
    ready: PromiseWithResolvers<void>,
  ): Promise<void> {
    let text = "";
    for await (const part of log.pipeThrough(new TextDecoderStream())) {
      text += part;
      if (text.includes('"event":"ready"')) ready.resolve();
    }
    ready.reject(new Error(`Cannot test as the server must start: ${text}`));
    ready.promise.catch(() => {}); // it had started, and has ended
  }
}

/** A port that was free a moment ago. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
