/**
 * What a model's card says in sentences: the one place where they stand. What
 * holds for RAVDESS alone is said of models trained on RAVDESS alone.
 *
 * @module
 */
import type { ModelCard } from "../model/card.ts";
import { isRavdess } from "./corpus.ts";
import {
  type Block,
  heading,
  type Inline,
  paragraph,
  prose,
  proseList,
} from "./document.ts";

/** What nobody who takes the weights may overlook, on top of card and report. */
export function useNotice(card: ModelCard): Block[] {
  const terms: Inline[] = isRavdess(card)
    ? prose(
      "**These weights are for non-commercial use only.** They come from RAVDESS, which is CC BY-NC-SA 4.0. For anything else, [train on recordings of your own](README.md#train-on-recordings-of-your-own).",
    )
    : [{ strong: "Terms of the weights:" }, ` ${sentence(card.licence)}`];
  const meaning =
    " A prediction is an estimate of how a voice sounds, not of what a person feels: let it decide nothing about anybody.";
  return [{ kind: "notice", text: [...terms, meaning] }];
}

/** With its full stop, so that another may follow. */
function sentence(text: string): string {
  return text.replace(/\.?$/, ".");
}

/** What it is for. */
export function intendedUses(card: ModelCard): Block[] {
  const terms = isRavdess(card)
    ? [
      paragraph(
        "The terms of the data come first: where a use is commercial, it asks for weights trained on recordings of your own.",
      ),
    ]
    : [];
  return [heading("Intended uses"), proseList(INTENDED_USES), ...terms];
}

/** The same, one by one. */
export const INTENDED_USES: readonly string[] = [
  "**Research and teaching**: a baseline that is small, reproducible to the bit, and measured on voices it never heard.",
  "**Prototypes**: how a product behaves that hears tone, before anybody records data of their own.",
  "**Quality of a service, in aggregate**: the share of calls that sound tense by week or by queue, over many calls of people who were told and have consented, with no figure that leads back to a person.",
  "**A hint that a human checks**, on the caller's side of the line, where being wrong does no harm.",
];

/** What it must not be used for. */
export function forbiddenUses(): Block[] {
  return [heading("Forbidden uses"), proseList(FORBIDDEN_USES)];
}

/** The same, one by one. */
export const FORBIDDEN_USES: readonly string[] = [
  "**Decisions about a person**: hiring, promotion, pay, dismissal, credit, insurance, benefits, admission, grading, access to any service.",
  "**Watching people at work or in education.** Article 5(1)(f) of the EU AI Act (Regulation (EU) 2024/1689) prohibits inferring the emotions of a person there, except for medical or safety reasons. The agent on a call is at work: do not score the agent's channel.",
  "**Police, courts, borders, asylum**, and anything that takes tone for truthfulness or intent.",
  "**Diagnosis or treatment**: it knows nothing of depression, pain or risk of suicide, and must not be asked.",
  "**Listening without the knowledge of those who speak.** A voice is personal data; those exposed to emotion recognition have to be told, and consent has to be free.",
  "**Children**, and anybody whose way of speaking it was never measured on.",
];

/** Where it fails, or may. */
export function limitsOf(card: ModelCard): readonly string[] {
  return isRavdess(card) ? [...RAVDESS_LIMITS, ...LIMITS] : LIMITS;
}

const LIMITS: readonly string[] = [
  "It hears tone, not words: sarcasm, politeness and context are lost on it.",
  "It answers with one of its labels whatever it hears. Confidence is calibrated on speech like that it was measured on; on other speech it may be sure and wrong.",
  "Level and line matter: speech far below a normal level sinks below the features' floor, and noise as loud as the speech hides most of it. Bring calls to a normal level.",
  "Steady noise gets no label; music, sirens and voices in the background may.",
  "It was not measured for accents, ages or impairments of speech. It hears one person far better than another: look at the figures voice by voice, not at the mean alone.",
];

const RAVDESS_LIMITS: readonly string[] = [
  "**Acted speech.** Professional actors performed each emotion on request. Real calls are milder, mixed and longer: expect worse there than the figures here.",
  "**Two sentences**, “Kids are talking by the door” and “Dogs are sitting by the door”, in North American English. No other language, no free speech was heard in training.",
  "**Few voices**: adults, one studio, one microphone. The figures swing by many points from voice to voice.",
  "The labels are what the actors meant, not what listeners heard; people agree with them on about six recordings in ten (62.4 % accuracy, Livingstone & Russo 2018).",
];

/** Data, licence, and how to get weights without these terms. */
export function licenceBlocks(card: ModelCard): Block[] {
  const terms: Block = {
    kind: "paragraph",
    text: [
      { strong: "Terms of the weights, as the card states them:" },
      ` ${card.licence}`,
    ],
  };
  if (!isRavdess(card)) return [heading("Data and licence"), terms];
  return [
    heading("Data and licence"),
    {
      kind: "paragraph",
      text: prose(
        "RAVDESS, the Ryerson Audio-Visual Database of Emotional Speech and Song ([Zenodo 1188976](https://zenodo.org/records/1188976); Livingstone & Russo 2018, PLoS ONE 13(5): e0196391), audio-only speech and, where the data above says so, song, is under [CC BY-NC-SA 4.0](https://creativecommons.org/licenses/by-nc-sa/4.0/): name the source, no commercial use, share alike. The weights are passed on under the same terms. Non-commercial means not primarily intended for or directed towards commercial advantage or monetary compensation: no product, no paid service.",
      ),
    },
    terms,
    {
      kind: "paragraph",
      text: prose(
        "The code is under the MIT licence; that does not reach the weights.",
      ),
    },
  ];
}

/** How to have weights of one's own. */
export function ownDataBlocks(): Block[] {
  return [
    heading("Train on recordings of your own"),
    {
      kind: "paragraph",
      text: prose(
        "List them in a CSV file with the columns `path,label,speaker,split`; the labels are what you say. The weights are then under your terms:",
      ),
    },
    {
      kind: "shell",
      lines: [
        'deno task train --manifest calls.csv --name mine --licence "internal use"',
        "MODEL=mine deno task start",
      ],
    },
    {
      kind: "paragraph",
      text: prose(
        "Name the speakers: with one voice on both sides of the split a score flatters. Then measure and draw it:",
      ),
    },
    {
      kind: "shell",
      lines: [
        "deno task evaluate --model mine --manifest test.csv --condition all --json > models/mine/evaluation.json",
        "deno task report --model mine",
      ],
    },
  ];
}
