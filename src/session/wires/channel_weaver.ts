/**
 * Interleaves channels that come each on its own.
 *
 * @module
 */

interface Waiting {
  readonly pieces: Uint8Array[];
  /** Bytes of the first piece that are woven already. */
  start: number;
  byteCount: number;
}

/**
 * Weaves whole samples of every channel as soon as all channels have them.
 *
 *     channel 0   a0 a1 a2 a3
 *     channel 1   b0 b1            -->  a0 b0 a1 b1, and a2 a3 wait
 */
export class ChannelWeaver {
  readonly #sampleBytes: number;
  readonly #emit: (bytes: Uint8Array) => void;
  readonly #channels: readonly Waiting[];

  /** @param emit Receives interleaved bytes, to keep. */
  constructor(
    channelCount: number,
    sampleBytes: number,
    emit: (bytes: Uint8Array) => void,
  ) {
    this.#sampleBytes = sampleBytes;
    this.#emit = emit;
    this.#channels = Array.from(
      { length: channelCount },
      () => ({ pieces: [], start: 0, byteCount: 0 }),
    );
  }

  /** Adds whole samples of one channel; the bytes are kept, so they must not change. */
  push(channel: number, bytes: Uint8Array): void {
    if (this.#channels.length === 1) return this.#emit(bytes);
    const waiting = this.#channels[channel]!;
    waiting.pieces.push(bytes);
    waiting.byteCount += bytes.length;
    this.#weave();
  }

  #weave(): void {
    const channels = this.#channels;
    const bytes = Math.min(...channels.map(({ byteCount }) => byteCount));
    if (bytes === 0) return;
    const woven = new Uint8Array(bytes * channels.length);
    channels.forEach((channel, place) => this.#lay(channel, place, woven));
    this.#emit(woven);
  }

  /** Moves samples of one channel to their places, as many as there is room for. */
  #lay(channel: Waiting, place: number, woven: Uint8Array): void {
    const size = this.#sampleBytes;
    const step = size * this.#channels.length;
    let [piece] = channel.pieces;
    for (let at = place * size; at < woven.length; at += step) {
      for (let i = 0; i < size; i++) woven[at + i] = piece![channel.start++]!;
      if (channel.start < piece!.length) continue;
      channel.pieces.shift();
      channel.start = 0;
      [piece] = channel.pieces;
    }
    channel.byteCount -= woven.length / this.#channels.length;
  }
}
