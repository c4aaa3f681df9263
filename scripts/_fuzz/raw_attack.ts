/**
 * Bytes on a connection that are no HTTP, or half of it.
 *
 * @module
 */
import type { Random } from "../../src/training/random.ts";
import { garbleBytes } from "./garble.ts";
import type { AttackEnd } from "./socket_attack.ts";

const UPGRADE = [
  "GET /v1/stream HTTP/1.1",
  "Host: localhost",
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "",
  "",
].join("\r\n");

const TEXTS = [
  UPGRADE,
  UPGRADE.replace("13", "12"),
  `${UPGRADE}\x81\x05hello`, // a frame that is not masked
  `${UPGRADE}\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff`,
  `${UPGRADE}\x88\x02\x00\x00`,
  "POST /v1/classify HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\nabc",
  "POST /v1/classify HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
  "POST /v1/classify HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  "GET / HTTP/9.9\r\n\r\n",
  "GET  \r\n\r\n",
  `GET /healthz HTTP/1.1\r\nHost: a\r\nX: ${"y".repeat(20_000)}\r\n\r\n`,
  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
] as const;

/** Says some bytes, hears what there is to hear for a moment, and hangs up. */
export async function attackRaw(
  random: Random,
  hostname: string,
  port: number,
): Promise<AttackEnd> {
  const text = random.pick(TEXTS);
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
  const said = random.chance(0.5) ? bytes : garbleBytes(random, bytes);
  try {
    using connection = await Deno.connect({ hostname, port });
    await connection.write(said);
    const heard = new Uint8Array(64);
    const length = await Promise.race([
      connection.read(heard),
      new Promise<null>((resolve) => setTimeout(resolve, LISTEN_MS, null)),
    ]);
    return { outcome: outcomeOf(heard, length), messages: 1 };
  } catch (error) {
    return {
      outcome: `dropped (${error instanceof Error ? error.name : error})`,
      messages: 1,
    };
  }
}

const LISTEN_MS = 50;

function outcomeOf(heard: Uint8Array, length: number | null): string {
  if (length === null) return "hung up on"; // by us, or by the server without a word
  const [, status] = /^HTTP\/1\.\d (\d{3})/.exec(
    new TextDecoder().decode(heard.subarray(0, length)),
  ) ?? [];
  return status ? `status ${status}` : "other";
}
