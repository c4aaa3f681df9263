/**
 * The recurrence of an LSTM, forward and back, for all items of a batch a step.
 *
 *     z_t = projections_t + h_(t-1) U      gates in the order i, f, g, o
 *     c_t = sigmoid(f) c_(t-1) + sigmoid(i) tanh(g)
 *     h_t = sigmoid(o) tanh(c_t)
 *
 * Pointers are in bytes, counts and strides in values.
 */
import { sigmoid1, sigmoid4, tanh1, tanh4 } from "./activation";
import { addProduct } from "./product";

/**
 * Runs the recurrence.
 *
 * @param gates Rows of `4 * units`, `gateWidth` apart, the steps of one item after
 * those of the other: projections on the way in, activated gates on the way out.
 * @param panels Of the recurrent weights.
 * @param squash As `activation.ts` takes it.
 * @param hidden Output: rows of `units`, `hiddenWidth` apart.
 * @param cells Output `[items, cellSteps, units]`.
 * @param cellSteps All steps, or 1: the cells of the last alone.
 * @param reverse 1: from the last step to the first.
 */
export function lstm(
  gates: usize,
  gateWidth: i32,
  panels: usize,
  squash: usize,
  hidden: usize,
  hiddenWidth: i32,
  cells: usize,
  cellSteps: i32,
  items: i32,
  steps: i32,
  units: i32,
  reverse: i32,
): void {
  const gateBytes = usize(gateWidth) << 2;
  const hiddenBytes = usize(hiddenWidth) << 2;
  const unitBytes = usize(units) << 2;
  let before = -1;
  for (let turn = 0; turn < steps; turn++) {
    const step = reverse ? steps - 1 - turn : turn;
    const z = gates + usize(step) * gateBytes;
    if (before >= 0) {
      const h = hidden + usize(before) * hiddenBytes;
      addProduct(h, steps * hiddenWidth, panels, units, z, steps * gateWidth, items, 4 * units);
    }
    for (let item = 0; item < items; item++) {
      const cell = cells + usize(item * cellSteps) * unitBytes;
      const kept = cellSteps > 1;
      squashStep(
        z + usize(item * steps) * gateBytes,
        squash,
        before < 0 ? 0 : cell + (kept ? usize(before) * unitBytes : 0),
        cell + (kept ? usize(step) * unitBytes : 0),
        hidden + usize(item * steps + step) * hiddenBytes,
        units,
      );
    }
    before = step;
  }
}

/** From the sums `z` of one step to gates, cell and hidden state; `held` 0 is the start. */
function squashStep(
  z: usize,
  squash: usize,
  held: usize,
  cell: usize,
  hidden: usize,
  units: i32,
): void {
  const gateBytes = usize(units) << 2;
  const forgets = z + gateBytes;
  const candidates = forgets + gateBytes;
  const outputs = candidates + gateBytes;
  let u: usize = 0;
  for (; u + 16 <= gateBytes; u += 16) {
    const i = sigmoid4(v128.load(z + u), squash);
    const f = sigmoid4(v128.load(forgets + u), squash);
    const g = tanh4(v128.load(candidates + u), squash);
    const o = sigmoid4(v128.load(outputs + u), squash);
    const kept = held == 0
      ? f32x4.splat(0)
      : f32x4.mul(f, v128.load(held + u));
    const c = f32x4.relaxed_madd(i, g, kept);
    v128.store(z + u, i);
    v128.store(forgets + u, f);
    v128.store(candidates + u, g);
    v128.store(outputs + u, o);
    v128.store(cell + u, c);
    v128.store(hidden + u, f32x4.mul(o, tanh4(c, squash)));
  }
  for (; u < gateBytes; u += 4) {
    const i = sigmoid1(load<f32>(z + u), squash);
    const f = sigmoid1(load<f32>(forgets + u), squash);
    const g = tanh1(load<f32>(candidates + u), squash);
    const o = sigmoid1(load<f32>(outputs + u), squash);
    const c = i * g + (held == 0 ? 0 : f * load<f32>(held + u));
    store<f32>(z + u, i);
    store<f32>(forgets + u, f);
    store<f32>(candidates + u, g);
    store<f32>(outputs + u, o);
    store<f32>(cell + u, c);
    store<f32>(hidden + u, o * tanh1(c, squash));
  }
}

/**
 * Back through time; arrays are `[items, steps, ...]`.
 *
 * @param panels Of the transposed recurrent weights.
 * @param squash As `activation.ts` takes it.
 * @param dGates Output: the gradient before the activations, `[items, steps, 4 * units]`.
 * @param before Output: the hidden state that each step started from.
 * @param dh Scratch `[items, units]`.
 * @param dc Scratch `[items, units]`.
 */
export function lstmBack(
  dHidden: usize,
  panels: usize,
  squash: usize,
  hidden: usize,
  gates: usize,
  cells: usize,
  dGates: usize,
  before: usize,
  dh: usize,
  dc: usize,
  items: i32,
  steps: i32,
  units: i32,
  reverse: i32,
): void {
  const width = 4 * units;
  memory.fill(dh, 0, usize(items * units) << 2);
  memory.fill(dc, 0, usize(items * units) << 2);
  for (let turn = steps - 1; turn >= 0; turn--) {
    const step = reverse ? steps - 1 - turn : turn;
    const previous = turn == 0 ? -1 : step + (reverse ? 1 : -1);
    for (let item = 0; item < items; item++) {
      const at = item * steps + step;
      const from = item * steps + previous;
      const unitBytes = usize(at * units) << 2;
      const gateBytes = usize(at * width) << 2;
      const held: usize = previous < 0 ? 0 : usize(from * units) << 2;
      remember(
        previous < 0 ? 0 : hidden + held,
        before + unitBytes,
        units,
      );
      gateGradients(
        dHidden + unitBytes,
        gates + gateBytes,
        cells + unitBytes,
        previous < 0 ? 0 : cells + held,
        dGates + gateBytes,
        squash,
        dh + (usize(item * units) << 2),
        dc + (usize(item * units) << 2),
        units,
      );
    }
    memory.fill(dh, 0, usize(items * units) << 2);
    addProduct(
      dGates + (usize(step * width) << 2),
      steps * width,
      panels,
      width,
      dh,
      units,
      items,
      units,
    );
  }
}

function remember(from: usize, to: usize, units: i32): void {
  if (from == 0) memory.fill(to, 0, usize(units) << 2);
  else memory.copy(to, from, usize(units) << 2);
}

/** Through output, cell and gates of one step; leaves in `dc` what the step before gets. */
function gateGradients(
  dHidden: usize,
  gates: usize,
  cell: usize,
  held: usize,
  to: usize,
  squash: usize,
  dh: usize,
  dc: usize,
  units: i32,
): void {
  const gateBytes = usize(units) << 2;
  let u: usize = 0;
  for (; u + 16 <= gateBytes; u += 16) {
    const one = f32x4.splat(1);
    const i = v128.load(gates + u);
    const f = v128.load(gates + gateBytes + u);
    const g = v128.load(gates + 2 * gateBytes + u);
    const o = v128.load(gates + 3 * gateBytes + u);
    const c = held == 0 ? f32x4.splat(0) : v128.load(held + u);
    const t = tanh4(v128.load(cell + u), squash);
    const dOut = f32x4.add(v128.load(dh + u), v128.load(dHidden + u));
    const dCell = f32x4.relaxed_madd(
      f32x4.mul(dOut, o),
      f32x4.relaxed_nmadd(t, t, one),
      v128.load(dc + u),
    );
    v128.store(
      to + u,
      f32x4.mul(f32x4.mul(dCell, g), f32x4.mul(i, f32x4.sub(one, i))),
    );
    v128.store(
      to + gateBytes + u,
      f32x4.mul(f32x4.mul(dCell, c), f32x4.mul(f, f32x4.sub(one, f))),
    );
    v128.store(
      to + 2 * gateBytes + u,
      f32x4.mul(f32x4.mul(dCell, i), f32x4.relaxed_nmadd(g, g, one)),
    );
    v128.store(
      to + 3 * gateBytes + u,
      f32x4.mul(f32x4.mul(dOut, t), f32x4.mul(o, f32x4.sub(one, o))),
    );
    v128.store(dc + u, f32x4.mul(dCell, f));
  }
  for (; u < gateBytes; u += 4) {
    const i = load<f32>(gates + u);
    const f = load<f32>(gates + gateBytes + u);
    const g = load<f32>(gates + 2 * gateBytes + u);
    const o = load<f32>(gates + 3 * gateBytes + u);
    const c: f32 = held == 0 ? 0 : load<f32>(held + u);
    const t = tanh1(load<f32>(cell + u), squash);
    const dOut = load<f32>(dh + u) + load<f32>(dHidden + u);
    const dCell = load<f32>(dc + u) + dOut * o * (1 - t * t);
    store<f32>(to + u, dCell * g * i * (1 - i));
    store<f32>(to + gateBytes + u, dCell * c * f * (1 - f));
    store<f32>(to + 2 * gateBytes + u, dCell * i * (1 - g * g));
    store<f32>(to + 3 * gateBytes + u, dOut * t * o * (1 - o));
    store<f32>(dc + u, dCell * f);
  }
}
