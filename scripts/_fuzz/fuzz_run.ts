/**
 * Many attacks on one server, some at a time.
 *
 * @module
 */
import { Random } from "../../src/training/random.ts";
import { attackRaw } from "./raw_attack.ts";
import { attackRequest } from "./request_attack.ts";
import { type AttackEnd, attackSocket } from "./socket_attack.ts";
import { FUZZED_WIRES } from "./wires.ts";

/** How much is to be tried. */
export interface FuzzPlan {
  /** Messages and requests in all; a little more may be sent. */
  readonly count: number;
  readonly seed: number;
  /** Attacks at a time. */
  readonly attackers: number;
}

/** Outcomes by target: how often each. */
export type FuzzTally = Map<string, Map<string, number>>;

/** What was done. */
export interface FuzzEnd {
  readonly messages: number;
  readonly attacks: number;
  readonly tally: FuzzTally;
}

/** Outcomes that no attack may have: the server did not answer, or was at fault itself. */
export function isFault(outcome: string): boolean {
  return /^(HANG|close 1011|status 500)$/.test(outcome);
}

/** Attacks a server, the same way for the same seed but for what comes when. */
export async function runFuzz(
  origin: string,
  { count, seed, attackers }: FuzzPlan,
  onProgress: (messages: number) => void = () => {},
): Promise<FuzzEnd> {
  const tally: FuzzTally = new Map();
  let messages = 0;
  let attacks = 0;
  const attackAll = async () => {
    while (messages < count) {
      const random = new Random(seed, attacks++);
      const [target, end] = await attack(random, origin);
      messages += end.messages;
      countIn(tally, target, end.outcome);
      onProgress(messages);
    }
  };
  await Promise.all(Array.from({ length: attackers }, attackAll));
  return { messages, attacks, tally };
}

async function attack(
  random: Random,
  origin: string,
): Promise<[string, AttackEnd]> {
  if (random.chance(0.2)) return ["http", await attackRequest(random, origin)];
  if (random.chance(0.05)) {
    const { hostname, port } = new URL(origin);
    return ["tcp", await attackRaw(random, hostname, Number(port))];
  }
  const wire = random.pick(FUZZED_WIRES);
  const socketOrigin = origin.replace(/^http/, "ws");
  return [wire.name, await attackSocket(random, socketOrigin, wire)];
}

function countIn(tally: FuzzTally, target: string, outcome: string): void {
  const outcomes = tally.get(target) ?? new Map<string, number>();
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  tally.set(target, outcomes);
}
