import type { Context } from "hono";
import { httpFault } from "./http_fault.ts";

/**
 * Makes a request a socket. Deno's own function and not Hono's, which takes
 * only one spelling of the header's value and hides what is left unsent.
 *
 * @param serve Takes the socket before it opens.
 * @param protocols Subprotocols that may be agreed to, if the client offers them.
 */
export function upgrade(
  c: Context,
  serve: (socket: WebSocket) => void,
  protocols: readonly string[] = [],
): Response {
  try {
    const protocol = offered(c).find((name) => protocols.includes(name)) ?? "";
    const { socket, response } = Deno.upgradeWebSocket(c.req.raw, { protocol });
    serve(socket);
    return response;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return httpFault(
      c,
      "not_a_websocket",
      `Cannot stream as the request must open a WebSocket: ${error.message}`,
    );
  }
}

function offered(c: Context): string[] {
  const header = c.req.header("sec-websocket-protocol") ?? "";
  return header.split(",").map((name) => name.trim());
}
