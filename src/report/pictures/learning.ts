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

type Epochs = History["epochs"];

/**
 * The learning curves, a line for each network; without validation, the loss of
 * training alone.
 */
export function learningPicture(
  { epochs }: History,
  source: string,
): Picture {
  const networks = [
    ...Map.groupBy(epochs, ({ member }) => member ?? 0).values(),
  ];
  const validation = epochs.flatMap(({ member = 0, epoch, validation }) =>
    validation ? [{ member, epoch, uar: 100 * validation.uar }] : []
  );
  return {
    name: "model-learning",
    title: "How it learned",
    source,
    description: `Learning curves over ${
      counted(networks[0]!.length, "epoch")
    }: ${networks.map(curveText).join("; of the next network: ")}${
      validation.length > 0 ? "" : "; there were no validation clips"
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

/** Where the curves of a network begin and end. */
function curveText(epochs: Epochs): string {
  const last = epochs.at(-1)!;
  const training = `training loss from ${epochs[0]!.loss} to ${last.loss} nats`;
  return last.validation
    ? `${training}, validation loss ${last.validation.loss} and UAR ${
      percent(last.validation.uar)
    } % at the end`
    : training;
}

const LEFT_PX = 14;
const PANEL_PX = WIDTH_PX - NUMBERS_PX - 34;

function lossesOf(epochs: Epochs) {
  return epochs.flatMap(({ member = 0, epoch, loss, validation }) => [
    { member, epoch, loss, of: "training, augmented" },
    ...(validation
      ? [{ member, epoch, loss: validation.loss, of: "validation" }]
      : []),
  ]);
}

const EPOCHS = {
  field: "epoch",
  type: "quantitative" as const,
  scale: { nice: false },
  axis: { tickMinStep: 1, format: "d" },
};

/** A line of its own for each network. */
const MEMBERS = { field: "member", type: "nominal" as const };

function lossPanel(values: readonly object[]): Layer {
  return {
    width: PANEL_PX,
    height: 170,
    data: { values: [...values] },
    mark: { type: "line", strokeWidth: 2 },
    encoding: {
      x: { ...EPOCHS, title: null },
      detail: MEMBERS,
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
      detail: MEMBERS,
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
