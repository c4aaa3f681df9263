import { assertEquals } from "@std/assert";
import { lstmWeights } from "../../src/export/lstm_weights.ts";

/** One unit and two inputs; a value says where it is: gate as the ten, input as the one. */
const OURS = new Map(
  [["forward", 0], ["backward", 100]].flatMap(([direction, start]) => {
    const gates = [10, 20, 30, 40].map((gate) => gate + Number(start));
    return [
      ["kernel", [0, 1].flatMap((input) => gates.map((gate) => gate + input))],
      ["recurrent", gates],
      ["bias", gates.map((gate) => gate + 5)],
    ].map(([name, values]) =>
      [
        `lstm/${direction}/${name}`,
        Float32Array.from(values as number[]),
      ] as const
    );
  }),
);

Deno.test("lstmWeights() puts the gates i, f, g, o into the order i, o, f, g, units first", () => {
  const { kernel, recurrent, bias } = lstmWeights(OURS, 1);
  assertEquals([...kernel], [
    ...[10, 11, 40, 41, 20, 21, 30, 31],
    ...[110, 111, 140, 141, 120, 121, 130, 131],
  ]);
  assertEquals([...recurrent], [10, 40, 20, 30, 110, 140, 120, 130]);
  assertEquals([...bias], [
    ...[15, 45, 25, 35, 0, 0, 0, 0],
    ...[115, 145, 125, 135, 0, 0, 0, 0],
  ]);
});
