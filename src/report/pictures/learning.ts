/**
 * How the model learned: loss and UAR, epoch by epoch.
 *
 * @module
 */
import type { History } from "../../training/history_file.ts";
import {
  COLOURS,
  type Layer,
  NUMBERS_PX,
  type Picture,
  WIDTH_PX,
} from "../picture.ts";
import { counted, percent } from "../wording.ts";

/** The learning curves; without validation, the loss of training alone. */
export function learningPicture(
  { epochs }: History,
  source: string,
): Picture {
  const last = epochs.at(-1)!;
  const validation = epochs.flatMap(({ epoch, validation }) =>
    validation ? [{ epoch, uar: 100 * validation.uar }] : []
  );
  return {
    name: "model-learning",
    title: "How it learned",
    source,
    description: `Learning curves over ${
      counted(epochs.length, "epoch")
    }: training loss from ${epochs[0]!.loss} to ${last.loss} nats${
      last.validation
        ? `, validation loss ${last.validation.loss} and UAR ${
          percent(last.validation.uar)
        } % at the end`
        : "; there were no validation clips"
    }.`,
    spec: {
      padding: { left: LEFT_PX, right: 20, top: 16, bottom: 12 },
      spacing: 22,
      vconcat: [
        lossPanel(lossesOf(epochs)),
        ...(validation.length > 0 ? [uarPanel(validation)] : []),
      ],
    },
  };
}

const LEFT_PX = 14;
const PANEL_PX = WIDTH_PX - NUMBERS_PX - 34;

function lossesOf(epochs: History["epochs"]) {
  return epochs.flatMap(({ epoch, loss, validation }) => [
    { epoch, loss, of: "training, augmented" },
    ...(validation ? [{ epoch, loss: validation.loss, of: "validation" }] : []),
  ]);
}

const EPOCHS = {
  field: "epoch",
  type: "quantitative" as const,
  scale: { nice: false },
  axis: { tickMinStep: 1, format: "d" },
};

function lossPanel(values: readonly object[]): Layer {
  return {
    width: PANEL_PX,
    height: 170,
    data: { values: [...values] },
    mark: { type: "line", strokeWidth: 2 },
    encoding: {
      x: { ...EPOCHS, title: null },
      y: {
        field: "loss",
        type: "quantitative",
        title: "loss, nats",
        axis: { minExtent: 30 },
      },
      color: {
        field: "of",
        type: "nominal",
        scale: {
          domain: ["training, augmented", "validation"],
          range: [COLOURS.orange, COLOURS.blue],
        },
        legend: { symbolType: "stroke" },
      },
    },
  };
}

function uarPanel(values: readonly object[]): Layer {
  return {
    width: PANEL_PX,
    height: 110,
    data: { values: [...values] },
    mark: { type: "line", strokeWidth: 2, color: COLOURS.blue },
    encoding: {
      x: { ...EPOCHS, title: "epoch" },
      y: {
        field: "uar",
        type: "quantitative",
        title: "validation UAR, %",
        scale: { domain: [0, 100] },
        axis: { minExtent: 30, values: [0, 25, 50, 75, 100] },
      },
    },
  };
}
