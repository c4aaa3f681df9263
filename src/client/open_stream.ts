/**
 * How a stream begins.
 *
 * @module
 */
import { CallStream } from "./call_stream.ts";
import type { StreamOptions } from "./stream_options.ts";

/**
 * Opens a stream to a server, and waits until it has agreed.
 *
 * @param url Of the server's `/v1/stream`, `ws:` or `wss:`.
 * @throws {StreamError} If the server cannot be reached, or refuses. A first
 * connection is not tried again.
 * @throws {unknown} The signal's reason, if it aborts.
 */
export async function openStream(
  url: string | URL,
  options: StreamOptions = {},
): Promise<CallStream> {
  const stream = new CallStream(url, options);
  await stream.ready;
  return stream;
}
