/**
 * Windows in few bytes: what a timeline is kept as, in memory and in the store.
 *
 *     0      4          12         16        18      19      20           22
 *     index  startMs    lengthUs   skipped   state   label   confidence   posterior [labels]
 *     u32    f64        u32        u16       u8      u8      u16          u16 each
 *
 * @module
 */
import type { Prediction } from "../../protocol/native/messages.ts";
import type { TimelineWindow } from "./record.ts";

const STATES = ["speech", "uncertain", "no_speech"] as const;
const HEAD_BYTES = 22;
/** Stands for no label. */
const NO_LABEL = 255;
/** One as a probability. */
const ONE = 65_535;
/** Probabilities are told to four decimals: two bytes know no more. */
const STEPS = 10_000;
const FIRST_BYTES = 1_024;
const MAX_SKIPPED = 65_535;

/** Bytes of one window. */
export function rowBytes(labels: readonly string[]): number {
  return HEAD_BYTES + 2 * labels.length;
}

/** Windows of one channel, oldest first, that grow at the end and are dropped at the start. */
export class WindowRows {
  readonly #labels: readonly string[];
  readonly #rowBytes: number;
  #bytes = new Uint8Array(FIRST_BYTES);
  #length = 0;

  /** @throws {RangeError} If a byte cannot number the labels. */
  constructor(labels: readonly string[]) {
    if (labels.length >= NO_LABEL) {
      throw new RangeError(
        `Cannot record windows as a model must have fewer than ${NO_LABEL} labels: current value is ${labels.length}`,
      );
    }
    this.#labels = labels;
    this.#rowBytes = rowBytes(labels);
  }

  /** Bytes of the windows that are held. */
  get length(): number {
    return this.#length;
  }

  /** Takes a window in. */
  append(window: Prediction): void {
    this.#makeRoom();
    const view = new DataView(this.#bytes.buffer, this.#length, this.#rowBytes);
    writeWindow(view, window, this.#labels);
    this.#length += this.#rowBytes;
  }

  /** The oldest windows, at most so many bytes of them; a copy. */
  first(maxBytes: number): Uint8Array {
    const bytes = Math.min(maxBytes, this.#length);
    return this.#bytes.slice(0, bytes - bytes % this.#rowBytes);
  }

  /** Forgets the oldest windows. */
  drop(bytes: number): void {
    this.#bytes.copyWithin(0, bytes, this.#length);
    this.#length -= bytes;
  }

  #makeRoom(): void {
    const needed = this.#length + this.#rowBytes;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(2 * needed);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

/** Reads windows back, oldest first. */
export function* readWindows(
  bytes: Uint8Array,
  labels: readonly string[],
): Generator<TimelineWindow> {
  const size = rowBytes(labels);
  for (let at = 0; at + size <= bytes.length; at += size) {
    yield readWindow(
      new DataView(bytes.buffer, bytes.byteOffset + at, size),
      labels,
    );
  }
}

function writeWindow(
  view: DataView,
  window: Prediction,
  labels: readonly string[],
): void {
  const { index, startMs, endMs, skipped, state, label, posterior } = window;
  view.setUint32(0, index);
  view.setFloat64(4, startMs);
  view.setUint32(12, Math.round((endMs - startMs) * 1000));
  view.setUint16(16, Math.min(skipped, MAX_SKIPPED));
  view.setUint8(18, STATES.indexOf(state));
  view.setUint8(19, label === null ? NO_LABEL : labels.indexOf(label));
  view.setUint16(20, packed(window.confidence ?? 0));
  labels.forEach((label, place) =>
    view.setUint16(HEAD_BYTES + 2 * place, packed(posterior?.[label] ?? 0))
  );
}

function readWindow(
  view: DataView,
  labels: readonly string[],
): TimelineWindow {
  const startMs = view.getFloat64(4);
  const place = view.getUint8(19);
  const isNamed = place !== NO_LABEL;
  return {
    index: view.getUint32(0),
    startMs,
    endMs: Math.round(startMs * 1000 + view.getUint32(12)) / 1000,
    state: STATES[view.getUint8(18)]!,
    label: isNamed ? labels[place]! : null,
    confidence: isNamed ? unpacked(view.getUint16(20)) : null,
    posterior: isNamed
      ? labels.map((_, place) =>
        unpacked(view.getUint16(HEAD_BYTES + 2 * place))
      )
      : null,
    skipped: view.getUint16(16),
  };
}

function packed(probability: number): number {
  return Math.round(probability * ONE);
}

function unpacked(packed: number): number {
  return Math.round(packed / ONE * STEPS) / STEPS;
}
