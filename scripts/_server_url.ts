/**
 * The URL of a server, as people type it.
 *
 * @module
 */

/** Where the native protocol is spoken. */
const STREAM_PATH = "/v1/stream";

/** The schemes that people type, and those of the sockets behind them. */
const SOCKET_SCHEMES: Readonly<Record<string, string>> = {
  "http:": "ws:",
  "https:": "wss:",
  "ws:": "ws:",
  "wss:": "wss:",
};

/**
 * The URL of a server's native streams: a path is kept, as a proxy may want one;
 * without it, it is that of every server.
 *
 *     http://127.0.0.1:8000            ws://127.0.0.1:8000/v1/stream
 *     wss://voice.example.com/de/live  wss://voice.example.com/de/live
 *
 * @param act What is about to be done, for the error.
 * @throws {SyntaxError} If it is the URL of no server.
 */
export function streamUrl(act: string, text: string): string {
  const url = socketUrl(act, text);
  if (url.pathname === "/") url.pathname = STREAM_PATH;
  return url.href;
}

/**
 * A server as a phone platform is told it, "ws://127.0.0.1:8000": the platform
 * itself adds the path.
 *
 * @throws {SyntaxError} If it is the URL of no server, or has more than host and port.
 */
export function socketOrigin(act: string, text: string): string {
  const { protocol, host, pathname, search, username } = socketUrl(act, text);
  const origin = `${protocol}//${host}`;
  if (pathname === "/" && search === "" && username === "") return origin;
  throw new SyntaxError(
    `Cannot ${act} as --url must end with host and port, such as ${origin}: current value is "${text}"`,
  );
}

/** The HTTP side of a server whose sockets are at a URL. */
export function httpOrigin(socketUrl: string): string {
  return new URL(socketUrl.replace(/^ws/, "http")).origin;
}

function socketUrl(act: string, text: string): URL {
  const url = URL.parse(text);
  const scheme = SOCKET_SCHEMES[url?.protocol ?? ""];
  if (url === null || scheme === undefined || url.host === "") {
    throw new SyntaxError(
      `Cannot ${act} as --url must be that of a server, such as http://127.0.0.1:8000 or ws://127.0.0.1:8000: current value is "${text}"`,
    );
  }
  return new URL(scheme + url.href.slice(url.protocol.length));
}
