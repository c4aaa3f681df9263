/**
 * Times a training step against PyTorch's, in turns, in one run.
 */
import { parseArgs } from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { poolOf, setThreads } from "../src/model/kernels/spread.ts";
import { recipeNetwork } from "../src/model/network_spec.ts";
import { startThreadedBackend } from "../src/model/threads/threaded_backend.ts";
import { KNOBS, type Knobs } from "../src/training/knobs.ts";
import { initialWeights } from "../src/training/initial_weights.ts";
import { applyStep, initialState } from "../src/training/optimiser.ts";
import { Random } from "../src/training/random.ts";
import { trainStep } from "../src/training/train_step.ts";
import { print, runProgram } from "./_program.ts";
import { median } from "./_stage.ts";

const USAGE = `
deno task bench:training [--python PATH] [--json]

  --python  an interpreter with PyTorch (python3); on Debian:
            apt-get install python3-torch libopenblas0-pthread
            (without the second, PyTorch multiplies three times as slowly)
  --json    one JSON object on standard output

A step is a batch of 16 crops of 200 frames through the recipe's network:
forward, back, clipped AdamW, running average; on one thread and on two. The
recipe's own step, with Muon for the matrices, which PyTorch 1.13 lacks, is
timed beside it.
`;

const OPTIONS = {
  python: { type: "string", default: "python3" },
  json: { type: "boolean", default: false },
} as const;

const BATCH = 16;
const FRAMES = 200;
/** Turns, and steps in a turn; taking turns lets the machine's moods fall on both. */
const TURNS = 3;
const STEPS = 15;

/** The optimiser of the peer. */
const ADAM_W: Knobs = { ...KNOBS, matrixRate: 0 };

const PEER = new URL("_peers/train_step.py", import.meta.url);

await runProgram(USAGE, async () => {
  const { values } = parseArgs({ options: OPTIONS });
  const times = await takeTurns(values.python);
  const [one, two] = [median(times.one), median(times.two)];
  const [peerOne, peerTwo] = [median(times.peerOne), median(times.peerTwo)];
  const result = {
    date: new Date().toISOString().slice(0, 10),
    oneThreadMs: round(one),
    twoThreadsMs: round(two),
    pytorchOneThreadMs: round(peerOne),
    pytorchTwoThreadsMs: round(peerTwo),
    ratioOnOneThread: round(one / peerOne),
    ratioOnTwoThreads: round(two / peerTwo),
    recipeTwoThreadsMs: round(median(times.recipe)),
  };
  if (values.json) return print(JSON.stringify(result));
  for (const [name, value] of Object.entries(result)) {
    print(`${name.padEnd(22)}${value}`);
  }
});

/** Milliseconds of every step, of ours and of PyTorch's, on one thread and on two. */
async function takeTurns(python: string) {
  const threads = await startThreadedBackend(2);
  if (threads.fault) throw new Error(threads.fault);
  const backend = tf.backend() as BackendWasm;
  const pool = poolOf(backend);
  const step = createStep(ADAM_W);
  const recipeStep = createStep(KNOBS);
  for (let i = 0; i < 5; i++) [step, recipeStep].forEach((run) => run());
  const one: number[] = [];
  const two: number[] = [];
  const peerOne: number[] = [];
  const peerTwo: number[] = [];
  const recipe: number[] = [];
  try {
    for (let turn = 0; turn < TURNS; turn++) {
      setThreads(backend, undefined);
      one.push(...Array.from({ length: STEPS }, () => timed(step)));
      setThreads(backend, pool);
      two.push(...Array.from({ length: STEPS }, () => timed(step)));
      recipe.push(...Array.from({ length: STEPS }, () => timed(recipeStep)));
      peerOne.push(...await peerTimes(python, 1));
      peerTwo.push(...await peerTimes(python, 2));
    }
  } finally {
    threads.close();
  }
  return { one, two, peerOne, peerTwo, recipe };
}

/** A step of training on a batch of noise; what it says does not change the time. */
function createStep(knobs: Knobs): () => void {
  const network = recipeNetwork(8);
  const random = new Random(1, "bench");
  const input = {
    rows: Float32Array.from(
      { length: BATCH * FRAMES * network.melCount },
      () => random.normal(),
    ),
    frames: FRAMES,
    labels: new Float32Array(BATCH * 8).fill(1 / 8),
  };
  const state = initialState(initialWeights(network, 1));
  return () => {
    const output = trainStep(network, state.weights, input);
    applyStep(state, output, 1, { network, knobs });
  };
}

async function peerTimes(python: string, threads: number): Promise<number[]> {
  const command = new Deno.Command(python, {
    args: [
      PEER.pathname,
      String(threads),
      String(STEPS),
      JSON.stringify(recipeNetwork(8)),
    ],
  });
  const { success, stdout, stderr } = await command.output();
  const text = new TextDecoder();
  if (success) return JSON.parse(text.decode(stdout));
  const [reason] = text.decode(stderr).trim().split("\n").slice(-1);
  throw new Error(
    `Cannot time PyTorch as "${python}" must have it: ${reason}`,
  );
}

function timed(step: () => void): number {
  const startMs = performance.now();
  step();
  return performance.now() - startMs;
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
