/**
 * What was measured, in sentences: for the pages and for the README alike.
 *
 * @module
 */
import { networksOf, networksText } from "../model/networks.ts";
import { isUnnamed } from "../training/corpus.ts";
import { isRavdess } from "./corpus.ts";
import type { CrossValidation, Measured } from "./measured.ts";
import type { ModelFiles } from "./model_files.ts";
import { speakersText, type Subject } from "./subject.ts";
import { confusions, recalls } from "./weakness.ts";
import {
  capital,
  conditionText,
  counted,
  folds,
  grouped,
  interval,
  listed,
  percent,
} from "./wording.ts";

/** How the recipe was measured. */
export function recipeMethod(
  { protocol, runs }: CrossValidation,
  files: ModelFiles,
): string {
  const { seeds, members, recipe, corpus } = protocol;
  const trained = runs.map(({ trainSpeakers }) => trainSpeakers.length);
  const [least, most] = [Math.min(...trained), Math.max(...trained)];
  const source = isRavdess(files.card) ? " of Luna-Jiménez et al. 2021" : "";
  return `Folds ${folds(protocol.folds)}${source}, ${
    seeds.length === 1 ? "seed" : "seeds"
  } ${listed(seeds.map(String))}, ${recipe.knobs.epochs} epochs: ${
    counted(runs.length, members > 1 ? "model" : "run")
  }, each trained on ${least === most ? least : `${least} to ${most}`} of ${
    counted(corpus.speakers.length, "speaker")
  }. ${members > 1 ? `${togetherText(runs)} ` : ""}Each of the ${
    grouped(corpus.clips - corpus.songs)
  } clips of speech was heard, as a client would stream it, by models that never heard its voice before.${
    corpus.songs > 0
      ? ` ${grouped(corpus.songs)} songs were there to learn from.`
      : ""
  }`;
}

/** What models of several networks are, and what their deviation is not. */
function togetherText(runs: CrossValidation["runs"]): string {
  const together = [
    ...new Set(runs.map(({ seeds }) => listed(seeds.map(String)))),
  ];
  const averaged =
    `A model averages the logits of several networks, here those of the seeds ${
      together.join("; ")
    }.`;
  return together.length > 1
    ? `${averaged} The models of a fold share networks, so they differ less (±) than independent ones.`
    : averaged;
}

/** What a reader of the recipe's figures should know beyond them. */
export function recipeRemarks(subject: Subject): string {
  const { main, mainCondition } = subject;
  const { uarInterval } = main.utterance;
  const at = (seconds: number) =>
    main.hearingCurve.find((point) => point.seconds === seconds);
  const [early, later] = [at(1), at(2)];
  const { speaker, uar } = main.worstActor;
  const condition = capital(conditionText(mainCondition));
  return [
    `${condition}, the 95 % interval over speakers is ${
      interval(uarInterval)
    }.`,
    isUnnamed(speaker)
      ? ""
      : `The hardest voice, ${speaker}, gets ${percent(uar)}.`,
    weakestText(subject),
    early && later
      ? `After one second of speech UAR is ${percent(early.uar)}, after two ${
        percent(later.uar)
      }.`
      : "",
  ].filter(Boolean).join(" ");
}

/** So many labels are called weak. */
const WEAK_LABELS = 2;

/** The labels that are recognised least, and what they are taken for. */
export function weakestText(subject: Subject): string {
  const frequent = confusions(subject);
  const weakest = recalls(subject).toReversed().slice(0, WEAK_LABELS);
  if (weakest.length === 0) return "";
  return `Weakest: ${
    weakest.map(({ label, recall }) => {
      const taken = frequent.filter((one) => one.label === label).slice(0, 2);
      const instead = taken.length > 0
        ? `, most often taken for ${listed(taken.map(({ taken }) => taken))}`
        : "";
      return `${label} (recall ${percent(recall)}${instead})`;
    }).join("; ")
  }.`;
}

/** How the model itself was measured, and what that is worth. */
export function modelMethod(files: ModelFiles, subject: Subject): string {
  const { main } = subject;
  const speakers = Object.keys(main.perActor);
  const networks = networksText(networksOf(files.card));
  return [
    ...networks ? [`It is ${networks}.`] : [],
    `Measured on ${speakersText(speakers)}, ${
      counted(main.coverage.clips, "clip")
    }.`,
    ...flattery(files, speakers),
    ...ease(files, speakers),
  ].join(" ");
}

/** Who measures on voices that had a say in training is told so. */
function flattery(
  { card, evaluation }: ModelFiles,
  speakers: readonly string[],
): string[] {
  const known = evaluation?.speakersTrainedOn ?? [];
  if (known.length > 0) {
    return [
      `The model trained on ${speakersText(known)}: the figures flatter it.`,
    ];
  }
  const { validation } = card.training;
  const watching = isSide(validation) ? validation.speakers : [];
  return speakers.every((speaker) => watching.includes(speaker))
    ? [
      "These voices were left out to watch its training: it did not learn from them, but choices may have.",
    ]
    : [];
}

function isSide(value: unknown): value is { readonly speakers: string[] } {
  return typeof value === "object" && value !== null &&
    "speakers" in value && Array.isArray(value.speakers);
}

/** Whether the speakers are easy, by what the recipe gets on them. */
function ease(
  { crossValidation }: ModelFiles,
  speakers: readonly string[],
): string[] {
  const [first] = Object.values(crossValidation?.conditions ?? {});
  const own = speakers.flatMap((speaker) =>
    first?.allSeeds.perActor[speaker] ?? []
  );
  if (!first || own.length < speakers.length) return [];
  const mean = own.reduce((sum, { uar }) => sum + uar, 0) / own.length;
  const all = first.allSeeds.utterance.uar;
  return [
    `The recipe gets ${percent(mean)} on the same speakers and ${
      percent(all)
    } on all: they are ${mean > all ? "easier" : "harder"} than most.`,
  ];
}

/** How a stream of labels behaves. */
export function streamingText({ streaming, abstention }: Measured): string {
  const { silentWindows, labelsOnSilence, changesPerMinute } = streaming;
  const { firstLabel, stayingLabel } = streaming;
  const { certainShare, certainAccuracy, uncertainAccuracy } =
    abstention.window;
  return [
    `Of ${counted(silentWindows, "window")} without speech ${
      labelsOnSilence || "none"
    } got a label.`,
    `The label changes ${changesPerMinute} times a minute of speech.`,
    firstLabel
      ? `The first comes ${firstLabel.medianMs} ms into the speech at the median, in nine of ten clips within ${firstLabel.p90Ms} ms.`
      : "",
    stayingLabel
      ? `The one that stays is there after ${stayingLabel.medianMs} ms, nine of ten within ${stayingLabel.p90Ms} ms.`
      : "",
    uncertainAccuracy === null
      ? ""
      : `${percent(certainShare)} % of the labels are shown as certain and ${
        percent(certainAccuracy)
      } % of these are right; of the others ${percent(uncertainAccuracy)} %.`,
  ].filter(Boolean).join(" ");
}

/** UAR by sex and intensity, as far as a corpus tells. */
export function groupsText({ bySex, byIntensity }: Measured): string {
  const groups = Object.entries({ ...bySex, ...byIntensity });
  return groups.length === 0
    ? ""
    : `UAR by group: ${
      listed(groups.map(([name, { uar }]) => `${name} ${percent(uar)}`))
    }.`;
}
