/**
 * System programs that tests start and stop: on free ports, in folders of their own.
 *
 * @module
 */

/** Starts a program; a test that needs it fails clearly where it is missing. */
export function startProgram(
  name: string,
  { args, debianPackage }: { args: string[]; debianPackage: string },
): Deno.ChildProcess {
  try {
    return new Deno.Command(name, { args, stdout: "null", stderr: "null" })
      .spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error(
      `Cannot run this test as ${name} must be installed: apt-get install ${debianPackage}`,
    );
  }
}

/** A port that nothing listens on; the program that is told of it must be started at once. */
export function freePort(): number {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  return listener.addr.port;
}

/** Resolves once something listens on a port; rejects if its program has ended. */
export async function listening(
  port: number,
  program: Deno.ChildProcess,
): Promise<void> {
  let isOver = false;
  program.status.then(() => isOver = true);
  while (!isOver) {
    try {
      (await Deno.connect({ port, hostname: "127.0.0.1" })).close();
      return;
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  throw new Error(`A program that should listen on port ${port} has ended`);
}
