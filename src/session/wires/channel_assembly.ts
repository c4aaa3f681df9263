/**
 * From the numbered chunks of a call's channels to the audio that a session takes.
 *
 * @module
 */
import { bytesPerSample } from "../../audio/sample_encoding.ts";
import type { AudioEncoding } from "../../protocol/native/messages.ts";
import { ProtocolError } from "../../protocol/protocol_error.ts";
import { ChannelWeaver } from "./channel_weaver.ts";
import {
  ChunkOrder,
  type NumberedChunk,
  type OrderedChunkSink,
} from "./chunk_order.ts";
import { type CallClock, ChunkPlacement } from "./chunk_placement.ts";
import type { Losses } from "../losses.ts";
import { createSilence } from "./silence.ts";

/** Audio that may wait for a chunk that is missing, or for another channel. */
const MAX_WAIT_MS = 200;

/** What the chunks hold. */
export interface AssemblyFormat {
  readonly encoding: AudioEncoding;
  readonly sampleRateHz: number;
  readonly channelCount: number;
}

interface Lane {
  readonly order: ChunkOrder;
  readonly placement: ChunkPlacement;
  readonly place: OrderedChunkSink;
}

/**
 * The channels of one call, each put in order and in its place, then interleaved.
 *
 *     chunks of a channel --> order --> placement --> \
 *     chunks of another   --> order --> placement --> weaver --> session
 *
 * No channel waits for another for longer than {@linkcode MAX_WAIT_MS}: what that
 * one has not sent by then is silence.
 */
export class ChannelAssembly {
  readonly #sampleBytes: number;
  readonly #maxWaitBytes: number;
  readonly #lanes: readonly Lane[];

  /** @param emit Receives interleaved bytes, to keep. */
  constructor(
    { encoding, sampleRateHz, channelCount }: AssemblyFormat,
    losses: Losses,
    emit: (bytes: Uint8Array) => void,
  ) {
    const sampleBytes = bytesPerSample(encoding);
    const weaver = new ChannelWeaver(channelCount, sampleBytes, emit);
    const silence = createSilence(encoding, sampleRateHz);
    const clock: CallClock = { startMs: undefined };
    this.#sampleBytes = sampleBytes;
    this.#maxWaitBytes = sampleBytes *
      Math.floor(sampleRateHz * MAX_WAIT_MS / 1000);
    this.#lanes = Array.from({ length: channelCount }, (_, channel) => {
      const order = new ChunkOrder(this.#maxWaitBytes, losses);
      const placement = new ChunkPlacement({
        bytesPerMs: sampleRateHz * sampleBytes / 1000,
        sampleBytes,
        clock,
        losses,
        emitAudio: (bytes) => weaver.push(channel, bytes),
        emitSilence(byteCount) {
          for (const piece of silence(byteCount)) weaver.push(channel, piece);
        },
      });
      const place: OrderedChunkSink = (chunk, missing) =>
        placement.place(chunk, missing);
      return { order, placement, place };
    });
  }

  /**
   * Adds a chunk of one channel; its bytes are kept, so they must not change.
   *
   * @throws {ProtocolError} `bad_audio` if it is not whole samples, at least one.
   */
  push(channel: number, chunk: NumberedChunk): void {
    this.#assertWhole(chunk.bytes);
    const { order, place } = this.#lanes[channel]!;
    order.push(chunk, place);
    this.#fillTo(this.#lead() - this.#maxWaitBytes);
  }

  /** Gives out what waits; the shorter channels end in silence. */
  finish(): void {
    for (const { order, place } of this.#lanes) {
      while (order.release(place));
    }
    this.#fillTo(this.#lead());
  }

  /** The position of the channel that is furthest. */
  #lead(): number {
    return Math.max(...this.#lanes.map(({ placement }) => placement.position));
  }

  /** No channel stays behind a position: what it holds goes first, then silence. */
  #fillTo(position: number): void {
    for (const { order, placement, place } of this.#lanes) {
      while (placement.position < position && order.release(place));
      placement.fillTo(position);
    }
  }

  #assertWhole(bytes: Uint8Array): void {
    if (bytes.length > 0 && bytes.length % this.#sampleBytes === 0) return;
    throw new ProtocolError(
      "bad_audio",
      `Cannot take audio as a chunk must hold whole samples of ${this.#sampleBytes} bytes, at least one: current value is ${bytes.length} bytes`,
    );
  }
}
