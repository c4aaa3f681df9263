/** Where a server listens, and what answers there. */
export interface Listening {
  readonly hostname: string;
  readonly port: number;
  readonly handle: Deno.ServeHandler;
  readonly onListen: (address: Deno.NetAddr) => void;
}

/**
 * Listens for requests.
 *
 * @throws {Error} If the address cannot be had.
 */
export function listen(
  { hostname, port, handle, onListen }: Listening,
): Deno.HttpServer {
  try {
    return Deno.serve({ hostname, port, onListen }, handle);
  } catch (error) {
    throw new Error(
      `Cannot listen on ${hostname}:${port}: ${(error as Error).message}`,
    );
  }
}
