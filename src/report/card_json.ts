/**
 * The card as one object, for programs: what the page says, without its pictures.
 *
 * @module
 */
import { networksOf } from "../model/networks.ts";
import { FORBIDDEN_USES, INTENDED_USES, limitsOf } from "./card_prose.ts";
import { isRavdess } from "./corpus.ts";
import { plain } from "./document.ts";
import type { ModelFiles } from "./model_files.ts";
import { modelSubject, recipeSubject, type Subject } from "./subject.ts";
import { recalls } from "./weakness.ts";

/** Version of the object's form. */
const FORMAT = 1;

/** Lays out the card; shares are of 1. What is not known is null. */
export function cardJson(files: ModelFiles): unknown {
  const { card } = files;
  const { knobs, networks: _, calibratedOn, ...data } = card.training;
  return {
    format: FORMAT,
    name: card.name,
    created: card.created,
    weightsSha256: card.weights.sha256,
    networks: networksOf(card),
    labels: card.labels,
    licence: card.licence,
    commercialUse: isRavdess(card) ? false : null,
    data,
    recipe: { knobs, network: card.network, features: card.features },
    calibration: {
      temperature: card.temperature,
      uncertainBelow: card.uncertainBelow,
      calibratedOn,
    },
    figures: {
      recipe: recipeFigures(files),
      model: modelFigures(files),
    },
    intendedUses: INTENDED_USES.map(plain),
    forbiddenUses: FORBIDDEN_USES.map(plain),
    limits: limitsOf(card).map(plain),
  };
}

function recipeFigures(files: ModelFiles) {
  const { crossValidation } = files;
  const subject = recipeSubject(files);
  if (!crossValidation || !subject) return null;
  const { date, protocol, conditions, calibration } = crossValidation;
  const { folds, seeds, members, recipe, corpus } = protocol;
  return {
    file: "cross_validation.json",
    date,
    protocol: {
      folds,
      seeds,
      members,
      epochs: recipe.knobs.epochs,
      speakers: corpus.speakers,
    },
    conditions: Object.fromEntries(
      Object.entries(conditions).map(([name, { pooled, allSeeds }]) => [name, {
        ...pooled,
        uarInterval: allSeeds.utterance.uarInterval,
        calibrationError: calibration.ece[name],
      }]),
    ),
    weakestFirst: weakestFirst(subject),
  };
}

function modelFigures(files: ModelFiles) {
  const { evaluation } = files;
  const subject = modelSubject(files);
  if (!evaluation || !subject) return null;
  return {
    file: "evaluation.json",
    date: evaluation.date,
    speakers: Object.keys(subject.main.perActor),
    speakersTrainedOn: evaluation.speakersTrainedOn,
    conditions: Object.fromEntries(
      Object.entries(subject.conditions).map(([name, measured]) => [name, {
        ...measured.utterance,
        heardClips: measured.coverage.heardClips,
      }]),
    ),
    weakestFirst: weakestFirst(subject),
  };
}

function weakestFirst(subject: Subject) {
  return recalls(subject).toReversed();
}
