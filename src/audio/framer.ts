/**
 * Frames: the overlapping stretches of samples that spectra are taken of.
 *
 * @module
 */
import type { FeatureSpec } from "./feature_spec.ts";

/** Receives frames that lie one after the other in the room they were gathered in, a hop apart. */
export type FrameSink = (frameCount: number, firstFrame: number) => void;

/**
 * Cuts a stream of samples into overlapping frames.
 *
 * Chunk edges leave no trace: however the stream is cut into chunks, frame `k`
 * is samples `[k * hop, k * hop + frame)` counted from the stream's start.
 *
 *     sample   0         160        320        400        560
 *     frame 0  |---------------------------------|
 *     frame 1            |---------------------------------|
 *     held               |.......................|  240 samples are held for frame 1
 */
export class Framer {
  readonly #hopSamples: number;
  /** What the next frame begins with; less than a frame. */
  readonly #held: Float32Array;
  #heldCount = 0;
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
    this.#held = new Float32Array(frameSamples);
  }

  /** Frames since the stream's start. */
  get frameCount(): number {
    return this.#frameCount;
  }

  /**
   * Adds samples and emits every frame they complete, oldest first, as many at a
   * time as the room has place for.
   *
   * @param room Where frames are gathered; a frame long at least.
   */
  push(samples: Float32Array, room: Float32Array, emit: FrameSink): void {
    for (let read = 0; read < samples.length;) {
      room.set(this.#held.subarray(0, this.#heldCount));
      const end = read + room.length - this.#heldCount;
      const part = samples.subarray(read, end);
      room.set(part, this.#heldCount);
      read += part.length;
      this.#emit(room.subarray(0, this.#heldCount + part.length), emit);
    }
  }

  #emit(gathered: Float32Array, emit: FrameSink): void {
    const past = gathered.length - this.#held.length;
    const count = past < 0 ? 0 : Math.floor(past / this.#hopSamples) + 1;
    const rest = gathered.subarray(count * this.#hopSamples);
    this.#held.set(rest);
    this.#heldCount = rest.length;
    const first = this.#frameCount;
    this.#frameCount += count;
    if (count > 0) emit(count, first);
  }
}
