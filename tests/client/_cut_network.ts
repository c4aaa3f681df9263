/** A network to a server that can be cut: a relay of bytes. */

/** A relay that stops at the end of its scope. */
export function relayTo(firstPort: number) {
  let port = firstPort;
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const live = new Set<Deno.Conn>();
  let count = 0;
  const accepting = (async () => {
    for await (const client of listener) {
      const server = await Deno.connect({ hostname: "127.0.0.1", port });
      count++;
      for (const end of [client, server]) live.add(end);
      pass(client, server);
      pass(server, client);
    }
  })();
  async function pass(from: Deno.Conn, to: Deno.Conn): Promise<void> {
    try {
      await from.readable.pipeTo(to.writable);
    } catch {
      // it was cut
    }
    for (const end of [from, to]) close(end);
  }
  function close(end: Deno.Conn): void {
    if (!live.delete(end)) return;
    try {
      end.close();
    } catch {
      // the pipe has closed it
    }
  }
  return {
    streamUrl: `ws://127.0.0.1:${listener.addr.port}/v1/stream`,
    /** Connections so far. */
    get count() {
      return count;
    },
    /** New connections lead to another server. */
    turnTo(otherPort: number): void {
      port = otherPort;
    },
    /** Cuts all that there are; new ones pass. */
    cut(): void {
      for (const end of [...live]) close(end);
    },
    async [Symbol.asyncDispose]() {
      listener.close();
      this.cut();
      await accepting;
    },
  };
}
