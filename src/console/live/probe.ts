/**
 * Why a socket was refused, which a browser does not tell.
 *
 * @module
 */
import { ApiError, type Fetch, request } from "../api/api.ts";
import { type Trouble, troubleOf } from "../trouble.ts";

/** What the stream's path answers to a request that is no socket, once it may enter. */
const WOULD_DO = "not_a_websocket";

/**
 * Asks the stream's path without a socket.
 *
 * @returns What is in the way; undefined if nothing is, or the server cannot be reached.
 */
export async function probe(
  key: string | undefined,
  fetch?: Fetch,
): Promise<Trouble | undefined> {
  try {
    await request("v1/stream", { key, fetch });
  } catch (fault) {
    if (!(fault instanceof ApiError)) throw fault;
    const { code, message } = fault;
    const isTold = code === WOULD_DO || code === "unreachable";
    return isTold ? undefined : troubleOf(code, message);
  }
  return undefined;
}
