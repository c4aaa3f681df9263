import { assertAlmostEquals, assertEquals } from "@std/assert";
import { startWasmBackend } from "../../src/model/wasm_backend.ts";
import { orthogonalised } from "../../src/training/kernels/orthogonalise.ts";
import { KNOBS } from "../../src/training/knobs.ts";
import { muon } from "../../src/training/muon.ts";
import { assertClose } from "./_arrays.ts";

await startWasmBackend();

const SIZE = { scale: 1, share: 0.5, decay: 0.25 };
const RATES = { ...KNOBS, matrixRate: 0.1, matrixMomentum: 0.9 };

function zeros(length: number) {
  return {
    values: new Float32Array(length),
    average: new Float32Array(length),
    firstMoments: new Float32Array(length),
    secondMoments: new Float32Array(length),
  };
}

const GRADIENT = Float32Array.from({ length: 12 }, (_, i) => Math.cos(i * i));

Deno.test("muon() goes against the orthonormal gradient at first, by its rate", () => {
  const weight = zeros(12);
  muon(weight, GRADIENT, { rows: 4, columns: 3, count: 1 }, SIZE, RATES);
  const direction = orthogonalised(GRADIENT, [1, 4, 3]);
  assertClose(weight.values, direction.map((x) => -0.05 * x), 1e-4);
  assertClose(weight.average, weight.values.map((x) => 0.75 * x), 1e-6);
});

Deno.test("muon() keeps a momentum and looks ahead along it", () => {
  const weight = zeros(12);
  const layout = { rows: 4, columns: 3, count: 1 };
  muon(weight, GRADIENT, layout, SIZE, RATES);
  assertClose(weight.firstMoments, GRADIENT.map((g) => 0.1 * g), 1e-6);
  const before = weight.values.slice();
  const other = GRADIENT.toReversed();
  muon(weight, other, layout, SIZE, RATES);
  const momentum = GRADIENT.map((g, i) => 0.9 * 0.1 * g + 0.1 * other[i]!);
  const ahead = momentum.map((m, i) => 0.9 * m + 0.1 * other[i]!);
  const direction = orthogonalised(ahead, [1, 4, 3]);
  assertClose(
    weight.values,
    before.map((x, i) => x - 0.05 * direction[i]!),
    1e-4,
  );
});

Deno.test("muon() treats each gate as a matrix of its own", () => {
  const weight = zeros(12);
  const gradient = GRADIENT.map((g, i) => i % 4 < 2 ? g : 0); // the second gate has none
  muon(weight, gradient, { rows: 3, columns: 2, count: 2 }, SIZE, RATES);
  weight.values.forEach((value, i) => {
    if (i % 4 >= 2) assertEquals(value, 0);
  });
});

Deno.test("muon() steps farther where outputs are more than inputs", () => {
  const length = (rows: number, columns: number) => {
    const weight = zeros(12);
    muon(weight, GRADIENT, { rows, columns, count: 1 }, SIZE, RATES);
    return Math.hypot(...weight.values);
  };
  const direction = Math.hypot(...orthogonalised(GRADIENT, [1, 2, 6]));
  assertAlmostEquals(length(2, 6), 0.05 * Math.sqrt(3) * direction, 1e-4);
});
