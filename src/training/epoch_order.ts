/**
 * Which clips an epoch takes, and in which order.
 *
 * @module
 */
import type { Knobs } from "./knobs.ts";
import type { Random } from "./random.ts";
import type { TrainingClip } from "./training_clip.ts";

/** What decides how often a clip is taken. */
export type OrderKnobs = Pick<
  Knobs,
  "balance" | "mostTakes" | "songShare"
>;

/** Clips that are taken equally often, and how many of them an epoch takes. */
interface Group {
  readonly clips: readonly TrainingClip[];
  readonly takes: number;
}

/**
 * All clips of one epoch, in random order.
 *
 * A clip of a rare label is taken more than once, so that the network hears
 * each label about as often; songs are taken by their share. Where that is no
 * whole number, chance decides which clips of a label are taken once more.
 */
export function epochOrder(
  clips: readonly TrainingClip[],
  knobs: OrderKnobs,
  random: Random,
): TrainingClip[] {
  const taken = groupsOf(clips, knobs).flatMap(({ clips: own, takes }) => {
    const whole = Math.floor(takes / own.length);
    const once = random.shuffled(own).slice(0, takes - whole * own.length);
    return [...Array<typeof own>(whole).fill(own).flat(), ...once];
  });
  return random.shuffled(taken);
}

/** How many clips {@linkcode epochOrder} takes. */
export function epochLength(
  clips: readonly TrainingClip[],
  knobs: OrderKnobs,
): number {
  return groupsOf(clips, knobs).reduce((sum, { takes }) => sum + takes, 0);
}

/** Clips of one label, songs apart; how rare a label is, speech tells where there is any. */
function groupsOf(
  clips: readonly TrainingClip[],
  { balance, mostTakes, songShare }: OrderKnobs,
): Group[] {
  const spoken = clips.filter(({ isSong }) => !isSong);
  const hasSpeech = spoken.length > 0;
  const byLabel = Map.groupBy(hasSpeech ? spoken : clips, ({ label }) => label);
  const most = Math.max(...[...byLabel.values()].map((own) => own.length));
  const groups = Map.groupBy(
    clips,
    ({ label, isSong }) => `${label} ${isSong}`,
  );
  return [...groups.values()].map((own) => {
    const { label, isSong } = own[0]!;
    const count = byLabel.get(label)?.length ?? most;
    const times = Math.min(mostTakes, (most / count) ** balance);
    const share = isSong && hasSpeech ? songShare : 1;
    return { clips: own, takes: Math.round(own.length * times * share) };
  });
}
