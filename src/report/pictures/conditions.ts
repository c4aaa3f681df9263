/**
 * What telephone, lost packets, noise and level cost.
 *
 * @module
 */
import {
  COLOURS,
  frame,
  type Layer,
  namesPx,
  type Picture,
} from "../picture.ts";
import type { Subject } from "../subject.ts";
import { conditionText, listed, percent } from "../wording.ts";
import { chanceLayer, names, percents } from "./marks.ts";

const ROW_PX = 30;

/** UAR under every condition; undefined where there is only one. */
export function conditionsPicture(subject: Subject): Picture | undefined {
  const { name, source, conditions, labels } = subject;
  const values = Object.entries(conditions).map((
    [condition, { utterance: { uar, uarInterval: [low, high] } }],
  ) => ({
    condition: conditionText(condition),
    uar: 100 * uar,
    low: 100 * low,
    high: 100 * high,
  }));
  if (values.length < 2) return undefined;
  return {
    name: `${name}-conditions`,
    title: "What a bad line costs",
    source,
    description: `UAR in percent: ${
      listed(
        Object.entries(conditions).map(([condition, { utterance }]) =>
          `${conditionText(condition)} ${percent(utterance.uar)}`
        ),
      )
    }.`,
    spec: {
      ...frame({
        left: namesPx(values.map(({ condition }) => condition)),
        height: ROW_PX * values.length,
      }),
      layer: [chanceLayer("x", labels), ...rows(values)],
    },
  };
}

function rows(values: readonly object[]): Layer[] {
  const data = { values: [...values] };
  const y = names("condition", null);
  const x = (field: string) => percents(field, "UAR, % (dashed: guessing)");
  return [
    {
      data,
      mark: { type: "rule", strokeWidth: 2, color: COLOURS.faint },
      encoding: { y, x: x("low"), x2: { field: "high" } },
    },
    {
      data,
      mark: { type: "point", filled: true, opacity: 1, size: 80 },
      encoding: { y, x: x("uar"), color: { value: COLOURS.blue } },
    },
    {
      data,
      mark: { type: "text", dy: -10, fontSize: 10.5, color: COLOURS.ink },
      encoding: { y, x: x("uar"), text: { field: "uar", format: ".1f" } },
    },
  ];
}
