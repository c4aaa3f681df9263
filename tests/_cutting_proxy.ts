/**
 * A line between clients and servers that breaks: in the midst of messages, whole
 * kernels' buffers lost, as a network does.
 *
 * @module
 */

/** When lines break, and where they lead. */
export interface CuttingProxyOptions {
  /** Host and port of each server; a line leads to one of them. */
  readonly targets: readonly string[];
  /** Lines that break; those after them hold. */
  readonly cuts: number;
  /** A whole number below `count`, by chance. */
  readonly chance: (count: number) => number;
  /** A line breaks after so many bytes from its client at most. */
  readonly maxBytes: number;
}

/** Listens on a free port of this machine until it is disposed of. */
export class CuttingProxy implements AsyncDisposable {
  readonly #options: CuttingProxyOptions;
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #lines = new Set<Promise<unknown>>();
  readonly #accepting: Promise<void>;
  /** Lines that were cut so far. */
  cutCount = 0;

  constructor(options: CuttingProxyOptions) {
    this.#options = options;
    this.#accepting = this.#accept();
  }

  /** Where clients connect. */
  get streamUrl(): string {
    return `ws://127.0.0.1:${this.#listener.addr.port}/v1/stream`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#accepting;
    await Promise.all(this.#lines);
  }

  async #accept(): Promise<void> {
    try {
      for await (const client of this.#listener) {
        const line = this.#join(client).finally(() => this.#lines.delete(line));
        this.#lines.add(line);
      }
    } catch {
      // it was closed
    }
  }

  async #join(client: Deno.TcpConn): Promise<void> {
    const { targets, chance, cuts, maxBytes } = this.#options;
    const [hostname, port] = targets[chance(targets.length)]!.split(":");
    using server = await Deno.connect({
      hostname: hostname!,
      port: Number(port),
    });
    using _ = client;
    const isCut = this.cutCount < cuts;
    if (isCut) this.cutCount++;
    const budget = isCut ? chance(maxBytes) : Infinity;
    await Promise.race([
      copy(client, server, budget),
      copy(server, client, Infinity),
    ]);
  }
}

/** Copies until the end or so many bytes, the last of them in the midst of a message. */
async function copy(
  from: Deno.TcpConn,
  to: Deno.TcpConn,
  budget: number,
): Promise<void> {
  const buffer = new Uint8Array(16_384);
  let left = budget;
  try {
    for (;;) {
      const count = await from.read(buffer);
      if (count === null) return;
      let at = 0;
      const end = Math.min(count, left);
      while (at < end) at += await to.write(buffer.subarray(at, end));
      left -= count;
      if (left <= 0) return;
    }
  } catch {
    // one end has gone
  }
}
