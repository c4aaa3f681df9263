/**
 * The scorer as it is served: from windows of steps to logits.
 *
 *     step     | embedding | input projections, forward | ... backward |
 *     packed   | embedding as a run of `packed.ts` | projections as another | other networks' |
 *
 * A plan says what with, in words of 32 bits (`scorer.ts` writes it):
 *
 *     embedding size | units | labels | bytes from packed step to packed step |
 *     projection panels | projection bias | recurrent panels, forward |
 *     ... backward | attention | statistics or 0 | dense panels | dense bias |
 *     squash
 *
 * Pointers are in bytes, counts and strides in values.
 */
import { convolve } from "./convolution";
import { lstm } from "./lstm";
import { pack, packedBytes, unpack } from "./packed";
import { pool } from "./pool";
import { addProduct } from "./product";
import { finish } from "./rows";

/**
 * Scores windows, of which the first steps are packed already. The last `fresh`
 * ones, whose embeddings are there, it completes by their projections and packs.
 * Every step is scored as it is unpacked: so a window is the same whether its
 * steps are kept from the windows before or all computed at once.
 *
 * @param windows `[items, steps, embedding and projections]`; the projections become gates.
 * @param packed `[items, steps]`, from the first byte that is this network's.
 * @param logits Output `[items, labels]`.
 * @param scratch Hidden states `[items, steps, 2 * units]`, cells `[items, units]`,
 * pooled values `[items, depth]`, shares `[steps]`, one after the other.
 * @param table Scratch for a table of `tile.ts`.
 */
export function score(
  plan: usize,
  windows: usize,
  packed: usize,
  logits: usize,
  scratch: usize,
  table: usize,
  items: i32,
  steps: i32,
  fresh: i32,
): void {
  const size = load<i32>(plan);
  const units = load<i32>(plan, 4);
  const labels = load<i32>(plan, 8);
  const width = size + 8 * units;
  const statistics: usize = load<u32>(plan, 36);
  const depth = 2 * units + (statistics ? 2 * size : 0);
  const hidden = scratch;
  const cells = hidden + (usize(items * steps * 2 * units) << 2);
  const pooled = cells + (usize(items * units) << 2);
  const shares = pooled + (usize(items * depth) << 2);

  if (fresh > 0) project(plan, windows, table, items, steps, fresh);
  exchange(plan, windows, packed, items, steps, steps - fresh);
  for (let reverse = 0; reverse < 2; reverse++) {
    lstm(
      windows + (usize(size + reverse * 4 * units) << 2),
      width,
      load<u32>(plan + (usize(reverse) << 2), 24),
      load<u32>(plan, 48),
      hidden + (usize(reverse * units) << 2),
      2 * units,
      cells,
      1,
      items,
      steps,
      units,
      reverse,
    );
  }
  pool(
    hidden, 2 * units, load<u32>(plan, 32), pooled, depth, 0, shares, items, steps, 2 * units,
  );
  if (statistics) {
    const to = pooled + (usize(2 * units) << 2);
    pool(windows, width, statistics, to, depth, 1, shares, items, steps, size);
  }
  const labelBytes = usize(labels) << 2;
  for (let item: usize = 0; item < usize(items); item++) {
    memory.copy(logits + item * labelBytes, load<u32>(plan, 44), labelBytes);
  }
  addProduct(pooled, depth, load<u32>(plan, 40), depth, logits, labels, items, labels);
}

/** Both directions' projections of the last `fresh` steps. */
function project(
  plan: usize,
  windows: usize,
  table: usize,
  items: i32,
  steps: i32,
  fresh: i32,
): void {
  const size = load<i32>(plan);
  const gates = 8 * load<i32>(plan, 4);
  const width = size + gates;
  const itemBytes = usize(steps * width) << 2;
  let step = windows + (usize((steps - fresh) * width) << 2);
  for (let item = 0; item < items; item++, step += itemBytes) {
    const to = step + (usize(size) << 2);
    convolve(
      step, load<u32>(plan, 16), to, table, 1, fresh, width, fresh, 1, gates, 1, 1, size, size, width, 0,
    );
    finish(to, load<u32>(plan, 20), fresh, width, 1, gates, 0, 0);
  }
}

/** Unpacks the `known` steps that every window begins with, and packs the others. */
function exchange(
  plan: usize,
  windows: usize,
  packed: usize,
  items: i32,
  steps: i32,
  known: i32,
): void {
  const size = load<i32>(plan);
  const gates = 8 * load<i32>(plan, 4);
  const packedStep: usize = load<u32>(plan, 12);
  const sizeBytes = usize(size) << 2;
  const stepBytes = usize(size + gates) << 2;
  for (let item = 0; item < items; item++) {
    for (let step = 0; step < steps; step++) {
      const projections = packed + packedBytes(size);
      if (step < known) {
        unpack(packed, windows, size);
        unpack(projections, windows + sizeBytes, gates);
      } else {
        pack(windows, packed, size);
        pack(windows + sizeBytes, projections, gates);
      }
      windows += stepBytes;
      packed += packedStep;
    }
  }
}
