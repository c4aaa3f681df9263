/**
 * How every program ends: with its work done, or with one line that says why not.
 *
 * @module
 */

/**
 * Runs a program. `--help` prints its usage; what it throws becomes one line on
 * standard error and exit code 1.
 *
 * @param usage What the head of the program's file says.
 */
export async function runProgram(
  usage: string,
  program: () => Promise<void>,
): Promise<void> {
  if (Deno.args.includes("--help") || Deno.args.includes("-h")) {
    return print(usage.trim());
  }
  try {
    await program();
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) return; // `| head` has seen enough
    const message = error instanceof Error ? error.message : String(error);
    warn(message.replaceAll(/\s*\n\s*/g, " "));
    Deno.exitCode = 1;
  }
}

/** Writes a line of result to standard output. */
export function print(line: string): void {
  write(Deno.stdout, line);
}

/** Writes a line beside the result, to standard error. */
export function warn(line: string): void {
  write(Deno.stderr, line);
}

function write(
  to: { writeSync(bytes: Uint8Array): number },
  line: string,
): void {
  let bytes = new TextEncoder().encode(`${line}\n`);
  while (bytes.length > 0) bytes = bytes.subarray(to.writeSync(bytes));
}
