import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { loadModel } from "../../src/model/load.ts";
import { sha256Hex } from "../../src/model/sha256.ts";
import { ModelMismatchError } from "../../src/model/model_mismatch_error.ts";
import { writeModel } from "../../src/training/write_model.ts";
import { tinyCard, tinyWeights, writeTinyModel } from "./_tiny_model.ts";

async function withFolder(
  act: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await writeTinyModel();
  try {
    await act(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function urlOf(folder: string): URL {
  return new URL(`file://${folder}`);
}

/** Changes the card on disk. */
async function editCard(
  folder: string,
  edit: (card: Record<string, unknown>) => void,
) {
  const card = JSON.parse(await Deno.readTextFile(`${folder}/card.json`));
  edit(card);
  await Deno.writeTextFile(`${folder}/card.json`, JSON.stringify(card));
}

Deno.test("loadModel() gives a model that scores on the WASM backend", async () => {
  await withFolder(async (folder) => {
    const model = await loadModel(urlOf(folder));
    assertEquals(model.backend, "wasm");
    assertEquals(model.labels, ["calm", "happy", "angry"]);
    const rows = new Float32Array((17 + 9 * 8) * 64).fill(-8);
    const result = await model.score({
      rows: [rows],
      steps: new Uint8Array(),
    });
    assertEquals(result.steps.length, 10 * model.geometry.stepBytes);
    assertAlmostEquals(result.posterior.reduce((a, b) => a + b), 1, 1e-6);
    model.dispose();
  });
});

Deno.test("loadModel() keeps nothing of a model that was disposed of", async () => {
  await withFolder(async (folder) => {
    (await loadModel(urlOf(folder))).dispose();
    const before = tf.memory().numTensors;
    (await loadModel(urlOf(`${folder}/`))).dispose();
    assertEquals(tf.memory().numTensors, before);
  });
});

Deno.test("loadModel() refuses a folder that is not there, naming it", async () => {
  await assertRejects(
    () => loadModel(new URL("file:///no/such/model")),
    ModelMismatchError,
    "/no/such/model/card.json must be readable",
  );
});

Deno.test("loadModel() refuses weights that are not the card's, naming both hashes", async () => {
  await withFolder(async (folder) => {
    const bytes = await Deno.readFile(`${folder}/weights.bin`);
    bytes[100]! ^= 1;
    await Deno.writeFile(`${folder}/weights.bin`, bytes);
    await assertRejects(
      () => loadModel(urlOf(folder)),
      ModelMismatchError,
      await sha256Hex(bytes),
    );
  });
});

Deno.test("loadModel() takes a model of two networks, and refuses one whose card names more", async () => {
  await withFolder(async (folder) => {
    await writeModel(folder, tinyCard(), [tinyWeights(1), tinyWeights(2)]);
    const model = await loadModel(urlOf(folder));
    assertEquals(model.card.members, 2);
    model.dispose();
    await editCard(folder, (card) => card.members = 3);
    await assertRejects(
      () => loadModel(urlOf(folder)),
      ModelMismatchError,
      "Cannot read the weights as 3 of the network",
    );
  });
});

Deno.test("loadModel() refuses weights of another network", async () => {
  await withFolder(async (folder) => {
    const bytes = new Uint8Array(12);
    await Deno.writeFile(`${folder}/weights.bin`, bytes);
    const sha256 = await sha256Hex(bytes);
    await editCard(
      folder,
      (card) => card.weights = { file: "weights.bin", sha256 },
    );
    await assertRejects(
      () => loadModel(urlOf(folder)),
      ModelMismatchError,
      "current size is 12",
    );
  });
});

for (
  const [stage, change, told] of [
    ["transform", { fftSamples: 256 }, "256"],
    ["framer", { hopSamples: 401 }, "401"],
    ["resampler", { sampleRateHz: 48_001 }, "48001"],
  ] as const
) {
  Deno.test(`loadModel() refuses features that the ${stage} cannot compute`, async () => {
    await withFolder(async (folder) => {
      await editCard(folder, (card) => {
        card.features = { ...tinyCard().features, ...change };
      });
      await assertRejects(
        () => loadModel(urlOf(folder)),
        ModelMismatchError,
        told,
      );
    });
  });
}

Deno.test("loadModel() takes a model whose windows are one embedding", async () => {
  await withFolder(async (folder) => {
    await editCard(folder, (card) => {
      card.window = { embeddings: 1, firstEmbeddings: 1 };
    });
    (await loadModel(urlOf(folder))).dispose();
  });
});

Deno.test("loadModel() refuses a model that answers NaN", async () => {
  await withFolder(async (folder) => {
    const weights = new Map(tinyWeights());
    weights.set("dense/bias", new Float32Array([NaN, 0, 0]));
    await writeModel(folder, tinyCard(), [weights]);
    const before = tf.memory().numTensors;
    await assertRejects(
      () => loadModel(urlOf(folder)),
      ModelMismatchError,
      "finite",
    );
    assertEquals(tf.memory().numTensors, before);
  });
});
