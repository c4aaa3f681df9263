/**
 * Frames: the overlapping stretches of samples that spectra are taken of.
 *
 * @module
 */
import type { FeatureSpec } from "./feature_spec.ts";

/** Receives a frame. `frame` is lent: copy it to keep it after the call. */
export type FrameSink = (frame: Float32Array, frameIndex: number) => void;

/**
 * Cuts a stream of samples into overlapping frames.
 *
 * Chunk edges leave no trace: however the stream is cut into chunks, frame `k`
 * is samples `[k * hop, k * hop + frame)` counted from the stream's start.
 *
 *     sample   0         160        320        400        560
 *     frame 0  |---------------------------------|
 *     frame 1            |---------------------------------|
 *     carried            |.......................|  240 samples wait for frame 1
 */
export class Framer {
  readonly #hopSamples: number;
  readonly #pending: Float32Array;
  #pendingCount = 0;
  #frameCount: number;

  /**
   * @param firstFrame Number of the frame that the first sample begins, for a
   * stream that is taken up in its midst.
   * @throws {RangeError} If the hop is not within 1 and the frame's length.
   */
  constructor(
    { frameSamples, hopSamples }: Pick<
      FeatureSpec,
      "frameSamples" | "hopSamples"
    >,
    firstFrame = 0,
  ) {
    if (!(hopSamples >= 1 && hopSamples <= frameSamples)) {
      throw new RangeError(
        `Cannot frame samples as the hop must be within 1 and the frame's ${frameSamples} samples: current value is ${hopSamples}`,
      );
    }
    this.#hopSamples = hopSamples;
    this.#frameCount = firstFrame;
    this.#pending = new Float32Array(frameSamples);
  }

  /** Frames since the stream's start. */
  get frameCount(): number {
    return this.#frameCount;
  }

  /** Adds samples and emits every frame they complete, oldest first. */
  push(samples: Float32Array, emit: FrameSink): void {
    const pending = this.#pending;
    let read = 0;
    while (read < samples.length) {
      const room = pending.length - this.#pendingCount;
      const take = Math.min(room, samples.length - read);
      pending.set(samples.subarray(read, read + take), this.#pendingCount);
      this.#pendingCount += take;
      read += take;
      if (this.#pendingCount < pending.length) return;

      emit(pending, this.#frameCount++);
      pending.copyWithin(0, this.#hopSamples);
      this.#pendingCount -= this.#hopSamples;
    }
  }
}
