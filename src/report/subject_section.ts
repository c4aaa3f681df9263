/**
 * All that was measured of one subject, picture by picture.
 *
 * @module
 */
import { type Block, heading, paragraph, type Table } from "./document.ts";
import { groupsText, streamingText } from "./measured_text.ts";
import type { Picture } from "./picture.ts";
import { abstentionPicture } from "./pictures/abstention.ts";
import { conditionsPicture } from "./pictures/conditions.ts";
import { confusionPicture } from "./pictures/confusion.ts";
import { hearingPicture } from "./pictures/hearing.ts";
import { recallsPicture } from "./pictures/recalls.ts";
import { reliabilityPicture } from "./pictures/reliability.ts";
import { speakersPicture } from "./pictures/speakers.ts";
import type { Subject } from "./subject.ts";
import {
  abstentionTable,
  conditionsTable,
  hearingTable,
  recallTable,
  reliabilityTable,
  speakersTable,
} from "./tables.ts";

/** Labels, voices, conditions, time and confidence, each under its own head. */
export function subjectSection(subject: Subject): Block[] {
  return [...byLabel(subject), ...byVoice(subject), ...others(subject)];
}

function byLabel(subject: Subject): Block[] {
  return [
    heading("Label by label", 3),
    paragraph(
      "Each row of the matrix is one true label and adds up to 100 % of the clips that were answered; below the share stands their number.",
    ),
    {
      kind: "figure",
      picture: confusionPicture(subject),
      beside: recallsPicture(subject),
      table: recallTable(subject),
    },
  ];
}

function byVoice(subject: Subject): Block[] {
  const seeds = subject.seeds.length > 1
    ? "; a speaker's line goes from the lowest of the repeated runs to the highest"
    : "";
  return topic(
    "Voice by voice",
    `The dashed line is UAR over all, the band its 95 % interval over speakers${seeds}. ${
      groupsText(subject.main)
    }`,
    speakersPicture(subject),
    speakersTable(subject),
  );
}

function others(subject: Subject): Block[] {
  return [
    ...topic(
      "Condition by condition",
      "The lines are 95 % intervals over speakers.",
      conditionsPicture(subject),
      conditionsTable(subject),
    ),
    ...topic(
      "Second by second",
      streamingText(subject.main),
      hearingPicture(subject),
      hearingTable(subject),
    ),
    ...topic(
      "How sure it is",
      "On the diagonal a model is right as often as it says. The larger a point, the more answers it stands for; small ones stray by chance.",
      reliabilityPicture(subject),
      reliabilityTable(subject),
    ),
    ...topic(
      "What abstaining gains",
      "Accuracy, if only the clips it is surest of are answered.",
      abstentionPicture(subject),
      abstentionTable(subject),
    ),
  ];
}

/** A picture that cannot be drawn takes its head along. */
function topic(
  title: string,
  text: string,
  picture: Picture | undefined,
  table: Table,
): Block[] {
  if (!picture) return [];
  return [
    heading(title, 3),
    paragraph(text.trim()),
    { kind: "figure", picture, table },
  ];
}
