/**
 * A peer in a process of its own, so that neither its threads nor its garbage
 * are ours.
 *
 * @module
 */
import { linesOf } from "../_lines_of.ts";
import type { Contender } from "./contender.ts";
import type { Hello, Measure, Question, Replies } from "./wire.ts";

/** One thread for the libraries that take no call for it. */
const ONE_THREAD = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };

/** A program to start. */
export interface PeerCommand {
  /** For people. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** A peer that has said hello. */
export class PeerProcess {
  readonly #name: string;
  readonly #process: Deno.ChildProcess;
  readonly #lines: AsyncGenerator<string>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #errors: Promise<string>;
  #hello: Hello | undefined;

  private constructor(name: string, process: Deno.ChildProcess) {
    this.#name = name;
    this.#process = process;
    this.#lines = linesOf(process.stdout);
    this.#writer = process.stdin.getWriter();
    this.#errors = new Response(process.stderr).text();
  }

  /**
   * Starts a peer and waits until it is ready.
   *
   * @throws {Error} If it does not become so, with what it says.
   */
  static async start(
    { name, command, args }: PeerCommand,
  ): Promise<PeerProcess> {
    const options: Deno.CommandOptions = {
      args: [...args],
      env: ONE_THREAD,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    };
    const peer = new PeerProcess(name, spawn(name, command, options));
    try {
      peer.#hello = await peer.#read();
      return peer;
    } catch (error) {
      await peer[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** What it said first. */
  get hello(): Hello {
    return this.#hello!;
  }

  /** One of its measures as a contender. */
  contender(
    measure: Measure,
    description: Pick<Contender, "name" | "includes">,
  ): Contender {
    return {
      ...description,
      answers: (batch) => this.#ask({ ask: "answers", measure, batch }),
      times: async (batch) => {
        const { ms } = await this.#ask({ ask: "times", measure, batch });
        return [...ms];
      },
    };
  }

  /** Lets the peer end, and waits for that. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.close().catch(() => {}); // it may be gone already
    await this.#lines.return(undefined);
    await this.#errors;
    await this.#process.status;
  }

  async #ask<Ask extends Question["ask"]>(
    question: Question & { readonly ask: Ask },
  ): Promise<Replies[Ask]> {
    const line = `${JSON.stringify(question)}\n`;
    // A peer that is gone does not hear it; reading tells what it died of.
    await this.#writer.write(new TextEncoder().encode(line)).catch(() => {});
    return await this.#read();
  }

  async #read<T>(): Promise<T> {
    const { value, done } = await this.#lines.next();
    if (!done) return JSON.parse(value);
    const reason = (await this.#errors).trim().split("\n").at(-1);
    throw new Error(
      `Cannot measure ${this.#name}: ${reason || "it ended without a word"}`,
    );
  }
}

function spawn(
  name: string,
  command: string,
  options: Deno.CommandOptions,
): Deno.ChildProcess {
  try {
    return new Deno.Command(command, options).spawn();
  } catch (error) {
    throw new Error(`Cannot measure ${name}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
