/**
 * How a model was trained, as its card tells: data, knobs, seed, calibration.
 *
 * @module
 */
import type { ModelCard } from "../model/card.ts";
import { firstDifference } from "../training/first_difference.ts";
import { type Block, heading, paragraph, prose } from "./document.ts";
import type { CrossValidation } from "./measured.ts";
import type { ModelFiles } from "./model_files.ts";
import { counted, grouped } from "./wording.ts";

/** What it was trained on and by, and whether the cross-validated recipe is the same. */
export function recipeBlocks({ card, crossValidation }: ModelFiles): Block[] {
  const { training } = card;
  return [
    heading("How it was trained"),
    {
      kind: "table",
      table: {
        caption: "Data",
        head: ["side", "speakers", "clips"],
        rows: ["train", "validation", "test"].map((side) =>
          sideRow(side, training[side])
        ),
        wordColumns: 2,
      },
    },
    paragraph(
      `Temperature ${card.temperature}; a prediction is uncertain below a confidence of ${card.uncertainBelow}. Calibrated on ${
        calibrationText(training["calibratedOn"])
      }.`,
    ),
    {
      kind: "table",
      table: {
        caption: "Knobs",
        head: ["knob", "value"],
        rows: knobs(training["knobs"]),
        wordColumns: 2,
      },
    },
    ...(crossValidation ? [sameness(card, crossValidation)] : []),
    paragraph(
      ...prose(
        "Each knob's reason stands in the code, in `src/training/knobs.ts`, and in `deno task train --help`. Same data, knobs and seed give the same weights, to the bit, on one kind of processor.",
      ),
    ),
  ];
}

function sideRow(side: string, value: unknown): string[] {
  const { clips, songs, speakers } = asRecord(value);
  const names = Array.isArray(speakers) ? speakers.map(String) : [];
  return [
    side,
    names.length > 30
      ? counted(names.length, "speaker")
      : names.join(", ") || "–",
    `${clips ?? "–"}${songs === undefined ? "" : `, ${songs} of them sung`}`,
  ];
}

function calibrationText(calibratedOn: unknown): string {
  if (typeof calibratedOn === "string") return calibratedOn;
  const { crossValidation } = asRecord(calibratedOn);
  const { date, outputs } = asRecord(crossValidation);
  return date
    ? `the cross-validation of ${date}, ${
      grouped(Number(outputs))
    } answers to voices the model of each fold never heard`
    : "what the card does not say";
}

function knobs(value: unknown): string[][] {
  return Object.entries(asRecord(value)).map(([name, setting]) => [
    name,
    Array.isArray(setting) ? setting.map(number).join(", ") : number(setting),
  ]);
}

/** A third of a ratio needs no sixteen digits. */
function number(value: unknown): string {
  return typeof value === "number"
    ? String(Number(value.toPrecision(6)))
    : String(value);
}

/** Figures of a recipe say nothing of a model that was trained by another. */
function sameness(card: ModelCard, { protocol }: CrossValidation): Block {
  const { network, features, members } = card;
  const { seed: _, ...knobs } = asRecord(card.training["knobs"]);
  const other = firstDifference(
    { members: protocol.members, ...protocol.recipe },
    { members, network, features, knobs },
  );
  return paragraph(
    other === undefined
      ? "The cross-validated recipe is the same but for the seed and the speakers."
      : `The cross-validated recipe differs from this model's, in ${other.path} to begin with: ${other.was} there, ${other.is} here.`,
  );
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
