/**
 * Writes a model's network in the form of another runtime.
 */
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { exportOnnx } from "../src/export/export_onnx.ts";
import { OPERATOR_SET } from "../src/export/onnx_file.ts";
import { readModel } from "../src/model/read_model.ts";
import { writeAtomically } from "../src/training/write_atomically.ts";
import { modelFolder } from "./_model_folder.ts";
import { print, runProgram } from "./_program.ts";

const USAGE = `
deno task export --format onnx [--model NAME] [--out FILE] [--json]

  --format  onnx: for ONNX Runtime 1.8 or later, and whatever else reads ONNX
  --model   a folder of models/, or a path with a slash (default)
  --out     the file (NAME.onnx)
  --json    one JSON object on standard output

Input: rows, float32 [batch, rows, melCount], raw log-Mel. Outputs: logits and
posterior, float32 [batch, labelCount]. Any batch; from firstWindowRows to
windowRows rows, as the file's metadata has them, with labels, features and
licence.
`;

const OPTIONS = {
  format: { type: "string" },
  model: { type: "string", default: "default" },
  out: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

await runProgram(USAGE, async () => {
  const { values } = parseArgs({ options: OPTIONS });
  checkFormat(values.format);
  const folder = modelFolder(values.model);
  const { card, weights } = await readModel(folder);
  const bytes = exportOnnx(card, weights);
  const file = values.out ?? `${basename(fileURLToPath(folder))}.onnx`;
  await writeAtomically(file, bytes);
  const written = {
    model: card.name,
    weightsSha256: card.weights.sha256,
    file,
    bytes: bytes.length,
    operatorSet: OPERATOR_SET,
  };
  print(
    values.json
      ? JSON.stringify(written)
      : `wrote ${file}: ${bytes.length} bytes`,
  );
});

function checkFormat(format: string | undefined): void {
  if (format === "onnx") return;
  throw new RangeError(
    `Cannot export as --format must be onnx: current value is ${
      format === undefined ? "none" : `"${format}"`
    }`,
  );
}
