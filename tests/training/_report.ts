/** A report of an evaluation that never was. */
import type { EvaluationReport } from "../../src/training/evaluation_text.ts";

/** Eight clips of two speakers, but for what is given. */
export function makeReport(
  parts: Partial<EvaluationReport> = {},
): EvaluationReport {
  return { ...REPORT, ...parts };
}

const REPORT: EvaluationReport = {
  model: "small",
  modelSha256: "00",
  networks: { count: 1, seeds: [3] },
  date: "2026-11-23",
  condition: "telephone",
  labels: ["calm", "angry", "surprised"],
  speakersTrainedOn: [],
  refused: [],
  utterance: {
    count: 8,
    uar: 0.625,
    accuracy: 0.75,
    macroF1: 0.6012,
    ece: 0.0456,
    uarInterval: [0.5, 0.75],
  },
  window: { count: 40, uar: 0.5, accuracy: 0.55, macroF1: 0.4, ece: 0.1 },
  perActor: {
    "2": { clips: 4, uar: 0.9, accuracy: 0.8 },
    "5": { clips: 4, uar: 0.35, accuracy: 0.4 },
  },
  worstActor: { speaker: "5", clips: 4, uar: 0.35, accuracy: 0.4 },
  bySex: {
    female: { clips: 4, uar: 0.9, accuracy: 0.8 },
    male: { clips: 4, uar: 0.35, accuracy: 0.4 },
  },
  byIntensity: {
    normal: { clips: 6, uar: 0.6, accuracy: 0.7 },
    strong: { clips: 2, uar: 0.7, accuracy: 0.75 },
  },
  confusion: [[3, 1, 0], [0, 2, 1], [0, 0, 0]],
  perClassRecall: { calm: 0.75, angry: 0.6667, surprised: null },
  coverage: { clips: 8, heardClips: 7, windows: 52, speechWindows: 40 },
  calibration: {
    temperature: 1.2,
    eceBefore: 0.09,
    ece: 0.0456,
    bins: [],
    binsBefore: [],
  },
  abstention: {
    utterance: [
      { coverage: 0.8, accuracy: 0.82, confidenceFrom: 0.61 },
      { coverage: 0.9, accuracy: 0.78, confidenceFrom: 0.5 },
    ],
    window: {
      certainShare: 0.7,
      certainAccuracy: 0.66,
      uncertainAccuracy: 0.3,
    },
  },
  hearingCurve: [0.5, 1, 1.5, 2, 2.5, 3].map((seconds) => ({
    seconds,
    answered: seconds / 4,
    uar: seconds / 5,
    accuracy: seconds / 6,
  })),
  streaming: {
    silentWindows: 12,
    labelsOnSilence: 1,
    changesPerMinute: 17.5,
    firstLabel: { clips: 7, medianMs: 640, p90Ms: 990 },
    stayingLabel: { clips: 7, medianMs: 1_450, p90Ms: 2_400 },
  },
};
