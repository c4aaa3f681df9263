/**
 * What the model costs in a stream: stages for the bench.
 *
 * @module
 */
import {
  Engine,
  type EngineCard,
  type EngineRequest,
} from "../src/model/engine.ts";
import type { Model } from "../src/model/load.ts";
import { readModel } from "../src/model/read_model.ts";
import { referenceLogits } from "../src/model/reference.ts";
import type { WeightArrays } from "../src/model/weight_arrays.ts";
import { classifyAudio } from "../src/session/classify_audio.ts";
import { STRIDE_MS } from "../src/session/window_plan.ts";
import { VoiceActivity } from "../src/stream/voice_activity.ts";
import { babble, RUN_SECONDS, type Stage } from "./_stage.ts";
import { vowels } from "./_vowels.ts";

/** Windows in the audio of one run. */
const WINDOWS = Math.floor(RUN_SECONDS * 1000 / STRIDE_MS);

/** Channels whose windows are scored together. */
const BATCHES = [2, 4, 8, 16, 32];

/** Stages of a model in a folder; the engine lives as long as the process. */
export async function modelStages(
  model: Model,
  folder: URL,
): Promise<Stage[]> {
  const { card, weights } = await readModel(folder);
  const engine = new Engine(card, weights);
  const whole = wholeRequest(model);
  const stride = strideRequest(model, engine.score([whole])[0]!.steps);
  return [
    voiceActivity(model),
    scoring("a stride: new rows encoded, window scored", engine, stride, 1),
    ...BATCHES.map((size) =>
      scoring(`the same, ${size} channels a batch`, engine, stride, size)
    ),
    scoring("a whole window, nothing kept", engine, whole, 1),
    plainOps(card, weights, whole),
    wholeSession(model),
  ];
}

/** The rows of one stride, and the steps kept from a whole window before. */
function strideRequest(
  { geometry, features }: Model,
  known: Uint8Array,
): EngineRequest {
  const { blockRows, strideRows, stepBytes } = geometry;
  const strideMs = strideRows * features.hopSamples * 1000 /
    features.sampleRateHz;
  const fresh = Math.round(STRIDE_MS / strideMs);
  const rowCount = blockRows + (fresh - 1) * strideRows;
  return {
    rows: [babble(rowCount * features.melCount)],
    steps: known.slice(fresh * stepBytes),
  };
}

function wholeRequest({ geometry, features }: Model): EngineRequest {
  const { blockRows, strideRows, windowEmbeddings } = geometry;
  const rowCount = blockRows + (windowEmbeddings - 1) * strideRows;
  return {
    rows: [babble(rowCount * features.melCount)],
    steps: new Uint8Array(),
  };
}

/** Times are per channel: a run scores every channel's windows of its audio. */
function scoring(
  name: string,
  engine: Engine,
  request: EngineRequest,
  channelCount: number,
): Stage {
  const requests = new Array<EngineRequest>(channelCount).fill(request);
  return {
    name,
    channelCount,
    run() {
      for (let i = 0; i < WINDOWS; i++) engine.score(requests);
    },
  };
}

/** What the kernels are compared with. */
function plainOps(
  card: EngineCard,
  weights: readonly WeightArrays[],
  { rows }: EngineRequest,
): Stage {
  return {
    name: "a whole window in plain ops of tfjs",
    run() {
      for (let i = 0; i < WINDOWS; i++) {
        referenceLogits(card, weights, rows[0]!);
      }
    },
  };
}

function voiceActivity({ geometry, features }: Model): Stage {
  const [rows] = wholeRequest({ geometry, features } as Model).rows;
  const { melCount, powerFloor } = features;
  const rowCount = rows!.length / melCount;
  const activity = new VoiceActivity(melCount, rowCount, powerFloor);
  const hear = (count: number) => {
    for (let row = 0; row < count; row++) {
      activity.push(rows!.subarray(row * melCount, (row + 1) * melCount));
    }
    return count;
  };
  let heard = hear(rowCount);
  const strideRows = STRIDE_MS * features.sampleRateHz / 1000 /
    features.hopSamples;
  return {
    name: "voice activity, a stride heard and its window judged",
    run() {
      for (let i = 0; i < WINDOWS; i++) {
        heard += hear(strideRows);
        activity.speechOf(heard - rowCount + 1, heard);
      }
    },
  };
}

/** From float samples to predictions; all windows are scored, or the time would be that of silence. */
function wholeSession(model: Model): Stage {
  const sampleRateHz = 16_000;
  const channels = [vowels(RUN_SECONDS, sampleRateHz)];
  return {
    name: "a whole session, samples to predictions",
    async run() {
      const { summary } = await classifyAudio(model, {
        sampleRateHz,
        channels,
      });
      const { coverage } = summary[0]!;
      if (coverage === 1) return;
      throw new Error(
        `Cannot time a session as all its windows must hold speech: current share is ${coverage}`,
      );
    },
  };
}
