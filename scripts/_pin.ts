/**
 * Programs that keep to one core, so that none takes another's time.
 *
 * @module
 */

/** Which core each process of a load keeps to. */
export interface Pins {
  readonly server: number;
  readonly generator: number;
}

/**
 * Reads `--pin`: the server's core and the generator's.
 *
 * @throws {SyntaxError} If these are not two different cores.
 */
export function parsePins(text: string): Pins {
  const [, server, generator] = /^(\d{1,4}),(\d{1,4})$/.exec(text) ?? [];
  if (server !== undefined && generator !== server) {
    return { server: Number(server), generator: Number(generator) };
  }
  throw new SyntaxError(
    `Cannot load as --pin must name two cores, the server's and the generator's: current value is "${text}"`,
  );
}

/** Keeps a command to a core. */
export function pinned(core: number, command: readonly string[]): string[] {
  return ["taskset", "--cpu-list", `${core}`, ...command];
}

/**
 * Keeps this process, all its threads, to a core.
 *
 * @throws {Error} If it cannot, for want of `taskset` (Linux) or of the core.
 */
export async function pinSelf(core: number): Promise<void> {
  const args = ["--all-tasks", "--cpu-list", "--pid", `${core}`, `${Deno.pid}`];
  const reason = await new Deno.Command("taskset", { args }).output().then(
    ({ success, stderr }) => success ? "" : new TextDecoder().decode(stderr),
    (error: Error) => error.message,
  );
  if (reason === "") return;
  throw new Error(
    `Cannot keep to core ${core} as taskset must do it: ${reason.trim()}`,
  );
}
