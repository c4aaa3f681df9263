/**
 * One request over HTTP that goes wrong somewhere.
 *
 * @module
 */
import { encodeWav } from "../../src/audio/wav.ts";
import type { Random } from "../../src/training/random.ts";
import { vowels } from "../_vowels.ts";
import { garbleBytes, garbleText, randomBytes } from "./garble.ts";
import type { AttackEnd } from "./socket_attack.ts";

const WAV = encodeWav({ sampleRateHz: 8_000, channels: [vowels(1, 8_000)] });
const ID = "6b2c3f60-3a0e-4f3c-9d0a-3a5f5b7f0c11";

const PATHS = [
  "/",
  "/healthz",
  "/readyz",
  "/metrics",
  "/v1/stream",
  "/v1/classify",
  "/v1/tokens",
  "/v1/events",
  "/v1/calls",
  `/v1/calls/${ID}`,
  `/v1/calls/${ID}/events`,
  `/v1/calls/${ID}/subscribe`,
  "/v1/webhooks/dead-letters",
  "/v1/openapi.json",
  "/v1/twilio",
  "/v1/audiohook",
] as const;

const PATH_TRICKS = [
  "/../../etc/passwd",
  "/%2e%2e/%2e%2e/etc/passwd",
  "//",
  "/%00",
  "/%ff%fe",
  ";a=b",
  "?limit=-1&cursor=%F0%9F%98%80",
  "?limit=99999999999999999999",
  "?from=x&to=y&label[]=1",
  "?roles=agent,agent,agent",
  `?${"a=1&".repeat(500)}`,
  `/${"x".repeat(3_000)}`,
] as const;

const METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

const HEADERS: readonly (readonly [string, string])[] = [
  ["authorization", "Bearer x"],
  ["authorization", "Basic !!!"],
  ["authorization", `Bearer ${"e".repeat(4_000)}.e.e`],
  ["last-event-id", "-1"],
  ["last-event-id", "99999999999999999-0"],
  ["content-type", "application/json"],
  ["content-encoding", "gzip"],
  ["accept", "text/event-stream"],
  ["origin", "https://evil.example"],
  ["x-twilio-signature", "AAAA"],
  ["x-forwarded-for", "::1, a"],
  ["range", "bytes=9-1"],
  ["cookie", "a=b; c"],
];

const TOKEN_REQUEST = JSON.stringify({ scopes: ["stream"], ttlS: 60 });

/** Sends one request, and reads its answer. */
export async function attackRequest(
  random: Random,
  origin: string,
): Promise<AttackEnd> {
  const method = random.chance(0.5) ? "GET" : random.pick(METHODS);
  const path = random.pick(PATHS) +
    (random.chance(0.4) ? random.pick(PATH_TRICKS) : "");
  const limit = AbortSignal.timeout(PATIENCE_MS);
  try {
    const response = await fetch(origin + path, {
      method,
      headers: randomHeaders(random),
      redirect: "manual",
      signal: limit,
      ...method !== "GET" && method !== "HEAD" && { body: bodyOf(random) },
    });
    await readSome(response);
    return { outcome: `status ${response.status}`, messages: 1 };
  } catch (error) {
    const outcome = limit.aborted ? "HANG" : `dropped (${nameOf(error)})`;
    return { outcome, messages: 1 };
  }
}

const PATIENCE_MS = 10_000;

/** A stream of events has no end: its head is enough. */
async function readSome(response: Response): Promise<void> {
  const type = response.headers.get("content-type") ?? "";
  if (type.startsWith("text/event-stream")) await response.body?.cancel();
  else await response.arrayBuffer();
}

function randomHeaders(random: Random): [string, string][] {
  return Array.from({ length: random.integer(0, 4) }, () => {
    const [name, value] = random.pick(HEADERS);
    return [name, value];
  });
}

function bodyOf(random: Random): BodyInit {
  switch (random.integer(0, 4)) {
    case 0:
      return garbleBytes(random, WAV);
    case 1:
      return garbleText(random, TOKEN_REQUEST);
    case 2:
      return randomBytes(random, random.integer(0, 5_000));
    default:
      return "";
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}
