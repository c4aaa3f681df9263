import { assertEquals, assertStringIncludes } from "@std/assert";
import { writeTinyModel } from "../model/_tiny_model.ts";
import { decodeOnnx } from "../export/_decoded.ts";
import { runScript } from "./_programs.ts";

const ONNX = ["--format", "onnx"];

Deno.test("export writes a file of the model's name, or where it is told", async () => {
  const model = await writeTinyModel();
  const folder = await Deno.makeTempDir();
  try {
    const named = `${folder}/mine.onnx`;
    const outcomes = await Promise.all([
      runScript("export", [...ONNX, "--model", model], folder),
      runScript("export", [
        ...ONNX,
        "--model",
        model,
        "--out",
        named,
        "--json",
      ]),
    ]);
    assertEquals(outcomes.map(({ code, errors }) => [code, errors]), [
      [0, ""],
      [0, ""],
    ]);
    const told = JSON.parse(outcomes[1]!.lines.at(-1)!);
    const bytes = await Deno.readFile(named);
    assertEquals([told.model, told.file, told.bytes], [
      "tiny",
      named,
      bytes.length,
    ]);
    assertEquals(decodeOnnx(bytes).graph.name, "tiny");
    const unnamed = `${folder}/${model.split("/").at(-1)}.onnx`;
    assertEquals(await Deno.readFile(unnamed), bytes);
  } finally {
    await Deno.remove(model, { recursive: true });
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("export says in one line why it cannot", async () => {
  const faults: [string[], string][] = [
    [[], "--format must be onnx: current value is none"],
    [
      ["--format", "tflite"],
      '--format must be onnx: current value is "tflite"',
    ],
    [[...ONNX, "--model", "no-such-model"], "models/no-such-model/card.json"],
    [[...ONNX, "--out", "/nowhere/file.onnx"], "/nowhere/file.onnx"],
  ];
  const outcomes = await Promise.all(
    faults.map(([args]) => runScript("export", args)),
  );
  outcomes.forEach(({ code, lines, errors }, i) => {
    assertEquals([code, lines], [1, []], errors);
    assertStringIncludes(errors, faults[i]![1]);
    assertEquals(errors.trimEnd().split("\n").length, 1);
  });
});
