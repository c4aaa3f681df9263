/**
 * A wire that can be cut: connections go through it to whichever server is there.
 *
 * @module
 */
import type { Random } from "../../src/training/random.ts";

/** A connection's two ends. */
interface Joint {
  readonly near: Deno.TcpConn;
  readonly far: Deno.TcpConn;
}

/** Passes bytes between clients and one server, until somebody cuts them off. */
export class CutProxy implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #joints = new Set<Joint>();
  readonly #done: Promise<void>;
  /** The port of the server; while there is none, clients find nobody. */
  target: number | undefined;

  constructor() {
    this.#done = this.#accept();
  }

  /** Where clients connect. */
  get origin(): string {
    return `http://127.0.0.1:${this.#listener.addr.port}`;
  }

  /** Cuts each connection with a probability; tells how many. */
  cut(share: number, random: Random): number {
    const unlucky = [...this.#joints].filter(() => random.chance(share));
    unlucky.forEach((joint) => this.#drop(joint));
    return unlucky.length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const joint of [...this.#joints]) this.#drop(joint);
    await this.#done;
  }

  async #accept(): Promise<void> {
    for await (const near of this.#listener) {
      this.#join(near).catch(() => near.close());
    }
  }

  async #join(near: Deno.TcpConn): Promise<void> {
    if (this.target === undefined) throw new Error("nobody is there");
    const far = await Deno.connect({
      hostname: "127.0.0.1",
      port: this.target,
    });
    const joint = { near, far };
    this.#joints.add(joint);
    const over = () => this.#drop(joint);
    near.readable.pipeTo(far.writable).then(over, over);
    far.readable.pipeTo(near.writable).then(over, over);
  }

  #drop(joint: Joint): void {
    if (!this.#joints.delete(joint)) return;
    for (const end of [joint.near, joint.far]) {
      try {
        end.close();
      } catch { /* it had closed itself */ }
    }
  }
}
