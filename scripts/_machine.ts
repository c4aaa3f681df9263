/**
 * The machine that figures were measured on.
 *
 * @module
 */
import os from "node:os";

/** What a reader of figures must know of a machine. */
export interface Machine {
  readonly cpu: string;
  /** Logical ones. */
  readonly cores: number;
  readonly memoryBytes: number;
  readonly os: string;
  readonly deno: string;
}

/** This machine. */
export function thisMachine(): Machine {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model ?? "unknown",
    cores: cpus.length,
    memoryBytes: os.totalmem(),
    os: `${Deno.build.os} ${Deno.build.arch}`,
    deno: Deno.version.deno,
  };
}
