/**
 * A socket without a browser's manners, for what no WebSocket does: to read nothing,
 * and to vanish without a close.
 *
 * @module
 */
import { assertStringIncludes } from "@std/assert";

/** A connection that has shaken hands, and reads no more than it is asked to. */
export async function rawSocket(
  port: number,
  path = "/v1/stream",
  headers: readonly string[] = [],
): Promise<Deno.TcpConn> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const lines = [
    `GET ${path} HTTP/1.1`,
    "Host: x",
    "Upgrade: WebSocket",
    "Connection: keep-alive, Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ...headers,
  ];
  const head = `${lines.join("\r\n")}\r\n\r\n`;
  await connection.write(new TextEncoder().encode(head));
  const answer = new Uint8Array(1_000);
  const size = await connection.read(answer) ?? 0;
  assertStringIncludes(
    new TextDecoder().decode(answer.subarray(0, size)),
    "101 Switching Protocols",
  );
  return connection;
}

/** A text message of 126 bytes or more as a client frames it, masked with zeros (RFC 6455, section 5.2). */
export function textFrame(text: string): Uint8Array {
  const payload = new TextEncoder().encode(text);
  const { length } = payload;
  const head = [0x81, 0x80 | 126, length >> 8, length & 255, 0, 0, 0, 0];
  return Uint8Array.from([...head, ...payload]);
}

/** Writes all of it, however long that takes. */
export async function writeAll(
  connection: Deno.TcpConn,
  bytes: Uint8Array,
): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += await connection.write(bytes.subarray(at));
  }
}
