/**
 * A model's card: what it is, what it was trained on, and every number that
 * must be the same when it is served.
 *
 * @module
 */
import * as v from "valibot";
import type { FeatureSpec } from "../audio/feature_spec.ts";
import { ModelMismatchError } from "./model_mismatch_error.ts";
import { encoderShape, type NetworkSpec, stepBytes } from "./network_spec.ts";

/** Version of the card's form; a card of another is refused. */
export const CARD_FORMAT = 1;

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const odd = v.pipe(count, v.check((n) => n % 2 === 1, "must be odd"));

const FeatureSpecSchema = v.object({
  sampleRateHz: count,
  frameSamples: count,
  hopSamples: count,
  fftSamples: count,
  melCount: count,
  minHz: positive,
  maxHz: positive,
  powerFloor: positive,
});

const NetworkSpecSchema = v.object({
  melCount: count,
  convolutions: v.pipe(
    v.array(v.object({
      kernel: odd,
      timeStride: count,
      frequencyStride: count,
      channels: count,
    })),
    v.minLength(1),
  ),
  lstmUnits: count,
  statisticsBranch: v.boolean(),
  labelCount: v.pipe(count, v.minValue(2)),
});

/** A model's card. */
export interface ModelCard {
  readonly format: typeof CARD_FORMAT;
  readonly name: string;
  /** Day of training, `YYYY-MM-DD`. */
  readonly created: string;
  /** Class names, in the order of the posteriors. */
  readonly labels: readonly string[];
  readonly features: FeatureSpec;
  /** Of each band over the training speech, `[melCount]`. */
  readonly statistics: {
    readonly mean: readonly number[];
    readonly deviation: readonly number[];
  };
  readonly network: NetworkSpec;
  /** Networks of that shape whose logits are averaged; a card of one may leave it out. */
  readonly members: number;
  readonly window: {
    /** The most embeddings in a window. */
    readonly embeddings: number;
    /** The fewest it was trained with. */
    readonly firstEmbeddings: number;
  };
  /** Logits are divided by it. */
  readonly temperature: number;
  /** Confidence below which a prediction is called uncertain. */
  readonly uncertainBelow: number;
  readonly weights: {
    readonly file: "weights.bin";
    /** Of the file, hexadecimal. */
    readonly sha256: string;
  };
  /** What it was trained on and how, and how well it did; for people. */
  readonly training: Readonly<Record<string, unknown>>;
  readonly scores: Readonly<Record<string, unknown>>;
  /** Under which terms the weights may be used, and why. */
  readonly licence: string;
}

const CardSchema = v.object({
  format: v.literal(CARD_FORMAT),
  name: v.pipe(v.string(), v.minLength(1)),
  created: v.pipe(v.string(), v.isoDate()),
  labels: v.pipe(v.array(v.string()), v.minLength(2)),
  features: FeatureSpecSchema,
  statistics: v.object({
    mean: v.array(v.pipe(v.number(), v.finite())),
    deviation: v.array(positive),
  }),
  network: NetworkSpecSchema,
  members: v.optional(count, 1),
  window: v.object({
    embeddings: count,
    firstEmbeddings: count,
  }),
  temperature: positive,
  uncertainBelow: share,
  weights: v.object({
    file: v.literal("weights.bin"),
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  }),
  training: v.record(v.string(), v.unknown()),
  scores: v.record(v.string(), v.unknown()),
  licence: v.string(),
}) satisfies v.GenericSchema<unknown, ModelCard>;

/**
 * Reads a card and checks that its parts agree.
 *
 * @param source Names the card in errors.
 * @throws {ModelMismatchError} If it is not a card, or contradicts itself.
 */
export function parseCard(text: string, source: string): ModelCard {
  const result = v.safeParse(CardSchema, parseJson(text, source));
  if (!result.success) {
    const [issue] = result.issues;
    const path = v.getDotPath(issue) ?? "the card";
    throw new ModelMismatchError(
      `Cannot load ${source} as ${path} must be valid: ${issue.message}`,
    );
  }
  checkAgreement(result.output, source);
  return result.output;
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ModelMismatchError(
      `Cannot load ${source} as it must be JSON: ${(error as Error).message}`,
    );
  }
}

/** The sums that a schema cannot check. */
function checkAgreement(card: ModelCard, source: string): void {
  const { features, network, statistics, labels, window } = card;
  const agreements: [rule: string, actual: number, expected: number][] = [
    ["network.melCount", network.melCount, features.melCount],
    ["statistics.mean's length", statistics.mean.length, features.melCount],
    [
      "statistics.deviation's length",
      statistics.deviation.length,
      features.melCount,
    ],
    ["network.labelCount", network.labelCount, labels.length],
    ["the number of different labels", new Set(labels).size, labels.length],
    [
      "window.firstEmbeddings",
      Math.min(window.firstEmbeddings, window.embeddings),
      window.firstEmbeddings,
    ],
  ];
  for (const [rule, actual, expected] of agreements) {
    if (actual === expected) continue;
    throw new ModelMismatchError(
      `Cannot load ${source} as ${rule} must be ${expected}: current value is ${actual}`,
    );
  }
}

/** Where the embeddings and windows of a model lie on the axis of rows. */
export interface CardGeometry {
  /** Rows behind one embedding. */
  readonly blockRows: number;
  /** Rows between the starts of two embeddings. */
  readonly strideRows: number;
  /** Bytes of a step, all networks together. */
  readonly stepBytes: number;
  readonly windowEmbeddings: number;
  readonly firstEmbeddings: number;
}

/** Where the embeddings and windows of a card's model lie on the axis of rows. */
export function geometryOf(
  { network, members, window }:
    & { readonly network: NetworkSpec }
    & Pick<ModelCard, "members" | "window">,
): CardGeometry {
  const { blockRows, strideRows } = encoderShape(network);
  return {
    blockRows,
    strideRows,
    stepBytes: members * stepBytes(network),
    windowEmbeddings: window.embeddings,
    firstEmbeddings: window.firstEmbeddings,
  };
}
