/**
 * What is attacked: the server as a stranger starts it, and the bare connections of
 * an attacker who keeps to no client's manners.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { drawKey } from "../../src/server/access/api_key.ts";
import type { Scope } from "../../src/server/access/principal.ts";
import { TokenSigner } from "../../src/server/access/tokens.ts";
import { startProgram } from "../_program.ts";
import { storedKey } from "../config/_keys.ts";

/** A server, and what its owners and its attackers know. */
export interface Target {
  readonly port: number;
  readonly httpUrl: string;
  readonly wsUrl: string;
  readonly pid: number;
  /** All that it has logged. */
  readonly said: () => string;
  readonly keys: typeof KEYS;
  /** Signs a token as the server does, with claims of choice. */
  readonly sign: (claims?: Partial<Claims>) => Promise<string>;
  readonly stop: () => Promise<number>;
}

type Claims = Parameters<TokenSigner["sign"]>[0];

const KEYS = {
  acme: drawKey(),
  acmeRead: drawKey(),
  beta: drawKey(),
  betaAdmin: drawKey(),
  expired: drawKey(),
};
const SIGNING_SECRET = "only-for-attacks-".repeat(3);
const TWILIO_AUTH_TOKEN = "the-token-that-twilio-signs-with";
const WIRE_CREDENTIAL = "the-credential-of-the-telephones";

/** What must never be in a log. */
export const SECRETS: readonly string[] = [
  ...Object.values(KEYS),
  SIGNING_SECRET,
  TWILIO_AUTH_TOKEN,
  WIRE_CREDENTIAL,
];

/** A server with keys of two tenants, and two phone platforms. */
export async function startTarget(): Promise<Target> {
  const key = (name: keyof typeof KEYS, tenant: string, scopes: Scope[]) =>
    storedKey(KEYS[name], { id: name, tenant, scopes });
  const target = await start({
    API_KEYS: [
      key("acme", "acme", ["stream", "read"]),
      key("acmeRead", "acme", ["read"]),
      key("beta", "beta", ["stream", "read"]),
      key("betaAdmin", "beta", ["admin", "read"]),
      storedKey(KEYS.expired, {
        id: "expired",
        scopes: ["stream", "read", "admin"],
        expires: "2020-01-01T00:00:00Z",
      }),
    ].join("\n"),
    SIGNING_SECRET,
    WIRES: "twilio,telnyx",
    TWILIO_AUTH_TOKEN,
    WIRE_CREDENTIAL,
    PUBLIC_ORIGIN: "wss://voice.example.com",
    ALLOWED_ORIGINS: "https://app.example.com",
  });
  const sign = (claims: Partial<Claims> = {}) =>
    new TokenSigner(SIGNING_SECRET, Date.now).sign({
      jti: crypto.randomUUID(),
      tenant: "acme",
      scopes: ["stream"],
      sessionId: crypto.randomUUID(),
      expiresAtMs: Date.now() + 60_000,
      ...claims,
    });
  return { ...target, sign };
}

/** A server of this machine alone, which asks nobody who they are. */
export function startOpenTarget() {
  return start({});
}

async function start(env: Record<string, string>) {
  const folder = await Deno.makeTempDir();
  const program = await startProgram({
    ENGINE_WORKERS: "0",
    LOG_LEVEL: "debug",
    RECORDS_PATH: `${folder}/calls.kv`,
    ...env,
  });
  return {
    ...program,
    port: Number(new URL(program.httpUrl).port),
    keys: KEYS,
    async stop() {
      const code = await program.stop();
      await Deno.remove(folder, { recursive: true });
      return code;
    },
  };
}

/** An answer, as it came. */
export interface Answer {
  readonly status: number;
  /** Header lines, the first one too. */
  readonly head: string;
  readonly body: string;
}

/** What makes a request one for a socket. */
export const UPGRADE = [
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
] as const;

/** Sends bytes over a connection of its own, and reads the first answer. */
export async function sendRaw(port: number, text: string): Promise<Answer> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const reading = readAnswer(connection);
  await write(connection, text);
  return await reading;
}

/** A request: its first line's method and target, and headers as they are. */
export function request(
  port: number,
  line: string,
  headers: readonly string[] = [],
  body = "",
): Promise<Answer> {
  const isSocket = headers.some((header) => header.startsWith("Upgrade:"));
  const hasHost = headers.some((header) => header.startsWith("Host:"));
  return sendRaw(
    port,
    [
      `${line} HTTP/1.1`,
      ...(hasHost ? [] : [`Host: 127.0.0.1:${port}`]),
      `Connection: ${isSocket ? "Upgrade, close" : "close"}`,
      ...headers,
      "",
      body,
    ].join("\r\n"),
  );
}

/** What no server takes before it answers, or hangs up. */
const ENDLESS_BYTES = 4 * 1_073_741_824;

/**
 * A request without an end: it goes on until it is answered, or its connection is
 * closed, and then as far again as is asked for.
 *
 * @throws {Error} If the server takes all that comes and says nothing.
 */
export async function requestWithoutEnd(
  port: number,
  line: string,
  headers: readonly string[],
  piece: string,
  goOnBytes = 0,
): Promise<Answer> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const reading = readAnswer(connection);
  let endBytes = Infinity;
  let sentBytes = 0;
  reading.then(() => endBytes = sentBytes + goOnBytes);
  try {
    await write(
      connection,
      [`${line} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...headers, "", ""]
        .join("\r\n"),
    );
    while (sentBytes < Math.min(endBytes, ENDLESS_BYTES)) {
      await write(connection, piece);
      sentBytes += piece.length;
    }
  } catch { /* the server has closed it */ }
  if (sentBytes < ENDLESS_BYTES) return await reading;
  throw new Error(`${line} was not answered after ${sentBytes} bytes`);
}

async function write(connection: Deno.Conn, text: string): Promise<void> {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) {
    bytes = bytes.subarray(await connection.write(bytes));
  }
}

/** What goes on after its head: a socket, and a stream of events. */
const GOES_ON =
  /^HTTP\/1.1 (?:101 |200 [^]*\r\ncontent-type: text\/event)[^]*\r\n\r\n/i;

/** Whether all is there that the head of an answer has announced. */
function isWhole(text: string): boolean {
  const [head = "", ...body] = text.split("\r\n\r\n");
  const [, length] = /\r\ncontent-length: (\d+)/i.exec(head) ?? [];
  return length !== undefined && body.join("\r\n\r\n").length >= +length;
}

/** Reads until an answer is whole, or its connection ends or goes on. */
async function readAnswer(connection: Deno.Conn): Promise<Answer> {
  const pieces: Uint8Array[] = [];
  const piece = new Uint8Array(65_536);
  const text = () => Buffer.concat(pieces).toString("latin1");
  try {
    for (;;) {
      const count = await connection.read(piece);
      if (count === null) break;
      pieces.push(piece.slice(0, count));
      if (GOES_ON.test(text()) || isWhole(text())) break;
    }
  } catch { /* reset: what came before counts */ }
  const [head = "", ...body] = text().split("\r\n\r\n");
  return {
    status: Number(head.split(" ")[1]),
    head,
    body: body.join("\r\n\r\n"),
  };
}
