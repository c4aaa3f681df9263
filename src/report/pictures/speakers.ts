/**
 * How different voices fare: UAR of each speaker.
 *
 * @module
 */
import { isUnnamed } from "../../training/corpus.ts";
import {
  COLOURS,
  frame,
  type Layer,
  namesPx,
  type Picture,
} from "../picture.ts";
import type { Subject } from "../subject.ts";
import { interval, percent } from "../wording.ts";
import { names, percents } from "./marks.ts";

/** The worst of more speakers than this are shown. */
const MOST_SPEAKERS = 40;
const ROW_PX = 17;
const UAR = "UAR, %";

/** UAR by speaker, the best first; undefined of a single one or of unnamed ones. */
export function speakersPicture(subject: Subject): Picture | undefined {
  const { name, source, main } = subject;
  const all = Object.entries(main.perActor).sort(([, a], [, b]) =>
    b.uar - a.uar
  );
  const isKnown = all.every(([speaker]) => !isUnnamed(speaker));
  if (all.length < 2 || !isKnown) return undefined;
  const shown = all.slice(-MOST_SPEAKERS).map(([speaker]) => speaker);
  const { uar, uarInterval } = main.utterance;
  const { worstActor } = main;
  return {
    name: `${name}-speakers`,
    title: shown.length < all.length
      ? `The ${MOST_SPEAKERS} hardest voices of ${all.length}`
      : "Voice by voice",
    source,
    description: `UAR of ${all.length} speakers, from ${
      percent(all[0]![1].uar)
    } (${all[0]![0]}) down to ${
      percent(worstActor.uar)
    } (${worstActor.speaker}) percent; ${
      percent(uar)
    } over all, with a 95 % interval of ${interval(uarInterval)}.`,
    spec: {
      ...frame({
        left: namesPx(shown) + 16,
        height: Math.max(ROW_PX * shown.length, 60),
      }),
      layer: [...overall(subject), ...voices(subject, shown)],
    },
  };
}

/** All speakers together, and how far that would stray with others. */
function overall({ main }: Subject): Layer[] {
  const [low, high] = main.utterance.uarInterval;
  return [
    {
      data: { values: [{ low: 100 * low, high: 100 * high }] },
      mark: { type: "rect", color: COLOURS.blue, opacity: 0.1 },
      encoding: { x: percents("low", UAR), x2: { field: "high" } },
    },
    {
      data: { values: [{ uar: 100 * main.utterance.uar }] },
      mark: { type: "rule", color: COLOURS.blue, strokeDash: [5, 4] },
      encoding: { x: percents("uar", UAR) },
    },
  ];
}

/** A dot a speaker, with a line from the lowest seed to the highest. */
function voices({ main, seeds }: Subject, shown: readonly string[]): Layer[] {
  const values = shown.map((speaker) => {
    const ofSeeds = seeds.flatMap(({ perActor }) =>
      perActor[speaker] ? [100 * perActor[speaker].uar] : []
    );
    const uar = 100 * main.perActor[speaker]!.uar;
    const [low, high] = [Math.min, Math.max].map((of) => of(uar, ...ofSeeds));
    return { speaker, uar, low, high };
  });
  const y = names("speaker", "speaker");
  return [
    {
      data: { values },
      mark: { type: "rule", strokeWidth: 2, color: COLOURS.faint },
      encoding: { y, x: percents("low", UAR), x2: { field: "high" } },
    },
    {
      data: { values },
      mark: { type: "point", filled: true, opacity: 1, size: 70 },
      encoding: { y, x: percents("uar", UAR), color: { value: COLOURS.blue } },
    },
  ];
}
