/**
 * One conversation over a socket that goes wrong somewhere.
 *
 * @module
 */
import type { Random } from "../../src/training/random.ts";
import { garbleBytes, garbleText, randomBytes } from "./garble.ts";
import type { FuzzedWire, Said } from "./wires.ts";

/** How an attack went: what the server answered, and how many messages it took. */
export interface AttackEnd {
  readonly outcome: string;
  readonly messages: number;
}

/** A server that answers nothing for so long hangs. */
const PATIENCE_MS = 10_000;

/** Messages of one conversation: the right ones up to some point, then others. */
export function conversation(random: Random, call: readonly Said[]): Said[] {
  const good = call.slice(0, random.integer(0, call.length + 1));
  const bad = Array.from(
    { length: random.integer(1, 8) },
    () => garbled(random, random.pick(call)),
  );
  return [...good, ...bad];
}

function garbled(random: Random, said: Said): Said {
  if (random.chance(0.05)) return randomBytes(random, random.integer(0, 2_000));
  if (random.chance(0.05)) return random.pick(["", "{}", "null", "[]", "0"]);
  return typeof said === "string"
    ? garbleText(random, said)
    : garbleBytes(random, said);
}

/** Has one conversation with a server; hangs up in the end, if the server has not. */
export async function attackSocket(
  random: Random,
  origin: string,
  { path, protocols = [], headers = {}, call }: FuzzedWire,
): Promise<AttackEnd> {
  const said = conversation(random, call);
  const isPolite = random.chance(0.5);
  const socket = new WebSocket(origin + path, {
    protocols: [...protocols],
    headers: { ...headers },
  });
  const closed = Promise.withResolvers<string>();
  const timer = setTimeout(() => closed.resolve("HANG"), PATIENCE_MS);
  let messages = 0;
  socket.onopen = () => {
    for (const message of said) {
      if (socket.readyState !== WebSocket.OPEN) break;
      socket.send(message);
      messages++;
    }
    // A polite one hears what the server has to say; all hang up some time.
    setTimeout(() => hangUp(socket), isPolite ? POLITE_MS : 0);
  };
  socket.onerror = () => closed.resolve("refused");
  socket.onclose = ({ code }) => closed.resolve(`close ${code}`);
  try {
    return { outcome: await closed.promise, messages };
  } finally {
    clearTimeout(timer);
    hangUp(socket);
  }
}

const POLITE_MS = 100;

function hangUp(socket: WebSocket): void {
  if (socket.readyState <= WebSocket.OPEN) socket.close();
}
