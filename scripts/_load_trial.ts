/**
 * A load from its server's start to its result.
 *
 * @module
 */
import type { EndlessCall } from "./_load_audio.ts";
import type { LoadFlags } from "./_load_flags.ts";
import { findLimit, isBorne } from "./_load_limit.ts";
import { type LoadResult, loadResult } from "./_load_result.ts";
import { runLoad } from "./_load_run.ts";
import { OwnServer } from "./_own_server.ts";
import { warn } from "./_program.ts";

/** Loads the server that the flags name, or a fresh one, with so many sessions. */
export async function tryLoad(
  sessions: number,
  { shape, url, key, pins }: LoadFlags,
  call: EndlessCall,
): Promise<LoadResult> {
  const sized = { ...shape, sessions };
  if (url !== undefined) {
    const observed = await runLoad({ streamUrl: url, key }, sized, call);
    return loadResult(sessions, observed, undefined);
  }
  const server = await OwnServer.start({ core: pins?.server, isWatched: true });
  try {
    const observed = await runLoad(
      { streamUrl: server.streamUrl, key },
      sized,
      call,
    );
    const result = loadResult(sessions, observed, server.usages);
    if (result.lost.length > 0) server.said.forEach(warn); // it may know why
    return result;
  } finally {
    await server.stop();
  }
}

/** What a search for the limit found: all trials, in order, and the one that counts. */
export interface LimitResult {
  /** The most sessions that were borne. */
  readonly limit: number;
  /** Whether more were tried in vain; if not, the generator is where the search ended. */
  readonly isKnown: boolean;
  readonly trials: readonly LoadResult[];
  /** The trial of the limit; if none was borne, the last. */
  readonly best: LoadResult;
}

/** Attempts at a size: a generator that was late may have been disturbed by another program. */
const MAX_ATTEMPTS = 3;

/**
 * Looks for the most sessions that are borne. Where the generator cannot keep
 * its pace the search ends: what lies beyond is not the server's limit.
 *
 * @param onTrial Hears of each trial.
 */
export async function searchLimit(
  first: number,
  load: (sessions: number) => Promise<LoadResult>,
  onTrial: (trial: LoadResult) => void,
): Promise<LimitResult> {
  const trials: LoadResult[] = [];
  let isKnown = true;
  const limit = await findLimit(first, async (sessions) => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const trial = await load(sessions);
      trials.push(trial);
      onTrial(trial);
      if (trial.isValid) return isBorne(trial);
    }
    isKnown = false;
    return undefined;
  });
  const best = trials.findLast(({ sessions }) => sessions === limit) ??
    trials.at(-1)!;
  return { limit, isKnown, trials, best };
}
