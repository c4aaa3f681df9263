/**
 * Turns, so that the moods of a machine fall on all alike.
 *
 *     round 0   a b c      each turn is a stretch of strides, run twice
 *     round 1   b c a      the order moves on
 *     round 2   c a b
 *
 * The first run of a turn brings back what the others have driven out of the
 * caches, as there are no others on a server; the second is timed.
 *
 * @module
 */
import { median } from "../_stage.ts";
import { type Batch, BATCHES, type Contender } from "./contender.ts";

/** Rounds that are not counted, for compilers. */
const WARM_ROUNDS = 2;

/** How one contender compares. */
export interface Comparison {
  readonly name: string;
  readonly includes: string;
  readonly batches: Readonly<Record<Batch, Timing>>;
}

/** A contender's time for one stride of one channel. */
export interface Timing {
  /** Median over all strides. */
  readonly ms: number;
  /** How many times the reference's it was: median over the rounds. */
  readonly timesOurs: number;
}

/** A contender's times with one batch, a list for each round. */
type RoundTimes = readonly (readonly number[])[];

/**
 * Times contenders by turns.
 *
 * @param reference Name of the one that the others are compared to.
 */
export async function compare(
  contenders: readonly Contender[],
  reference: string,
  roundCount: number,
): Promise<Comparison[]> {
  const times = new Map<Batch, RoundTimes[]>();
  for (const batch of BATCHES) {
    times.set(batch, await takeTurns(contenders, batch, roundCount));
  }
  const at = contenders.findIndex(({ name }) => name === reference);
  return contenders.map(({ name, includes }, i) => ({
    name,
    includes,
    batches: Object.fromEntries(
      BATCHES.map((batch) => {
        const all = times.get(batch)!;
        return [batch, summary(all[i]!, all[at]!)];
      }),
    ) as Record<Batch, Timing>,
  }));
}

async function takeTurns(
  contenders: readonly Contender[],
  batch: Batch,
  roundCount: number,
): Promise<RoundTimes[]> {
  const times = contenders.map((): number[][] => []);
  for (let round = 0; round < WARM_ROUNDS + roundCount; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      const i = (round + turn) % contenders.length;
      await contenders[i]!.times(batch);
      const ms = await contenders[i]!.times(batch);
      if (round >= WARM_ROUNDS) times[i]!.push(ms);
    }
  }
  return times;
}

function summary(rounds: RoundTimes, reference: RoundTimes): Timing {
  const ratios = rounds.map((times, round) =>
    median(times) / median(reference[round]!)
  );
  return {
    ms: Number(median(rounds.flat()).toFixed(4)),
    timesOurs: Number(median(ratios).toFixed(3)),
  };
}
