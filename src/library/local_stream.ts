/**
 * A call that a model hears in this process, piece by piece.
 *
 * @module
 */
import { AsyncQueue } from "../client/async_queue.ts";
import { deferred } from "../client/deferred.ts";
import { MAX_KEPT_PREDICTIONS } from "../client/predictions.ts";
import { sampleBytes, type Samples } from "../client/sample_bytes.ts";
import { withDefaults } from "../client/stream_options.ts";
import {
  type AudioEncoding,
  type Prediction,
  type Role,
  VERSION,
} from "../protocol/native/messages.ts";
import { readOpen } from "../protocol/native/parse.ts";
import { offlineDeps } from "../session/classify_audio.ts";
import { Session } from "../session/session.ts";
import type { SessionReport } from "../session/session_deps.ts";
import { type AnyModel, runningModel } from "./parallel_model.ts";

/** How the audio of a local stream is written. */
export interface LocalStreamOptions {
  /** @default {"pcm_s16le"} */
  readonly encoding?: AudioEncoding | undefined;
  /** Samples a second of each channel, whole, 8,000 to 48,000. @default {16_000} */
  readonly sampleRateHz?: number | undefined;
  /** Whose voice each channel carries; one or two. @default {["customer"]} */
  readonly roles?: readonly Role[] | undefined;
}

/** A call on its way through a model; iterate over it to get its predictions. */
export class LocalStream implements AsyncIterable<Prediction> {
  readonly #encoding: AudioEncoding;
  readonly #session: Session;
  readonly #predictions = new AsyncQueue<Prediction>(MAX_KEPT_PREDICTIONS);
  readonly #fault = deferred<never>();

  /** Use {@linkcode createStream}. */
  constructor(model: AnyModel, options: LocalStreamOptions) {
    const { encoding, sampleRateHz, roles } = withDefaults(options);
    const open = readOpen({
      type: "open",
      version: VERSION,
      encoding,
      sampleRateHz,
      channels: roles.map((role) => ({ role })),
    });
    this.#encoding = encoding;
    this.#session = new Session(open, offlineDeps(runningModel(model)), {
      onPrediction: (prediction) => this.#predictions.push(prediction),
      onFault: (fault) => this.#fail(fault),
    });
  }

  /**
   * Hears audio: whole samples of every channel, interleaved, of any length.
   *
   * @returns When it is heard, which is when more should follow.
   * @throws {ProtocolError} If it is no audio; the stream is over then.
   */
  async send(samples: Samples): Promise<void> {
    try {
      // The session keeps the bytes; what is given may be changed at once.
      this.#session.push(sampleBytes(samples, this.#encoding).slice());
    } catch (fault) {
      this.#fail(fault);
      throw fault;
    }
    await this.flush();
  }

  /** Resolves when all windows that are complete so far are answered. */
  flush(): Promise<void> {
    return this.#orFault((done) => this.#session.flush(done));
  }

  /** Says that no more comes; gives the totals and the summary of the call. */
  async close(): Promise<SessionReport> {
    const report = await this.#orFault<SessionReport>((done) =>
      this.#session.finish(done)
    );
    this.#predictions.end({});
    return report;
  }

  /** Its predictions in order; several iterators share them. */
  [Symbol.asyncIterator](): AsyncIterator<Prediction> {
    return this.#predictions;
  }

  #orFault<T>(start: (done: (value: T) => void) => void): Promise<T> {
    const answer = new Promise<T>((resolve) => start(resolve));
    return Promise.race([answer, this.#fault.promise]);
  }

  #fail(fault: unknown): void {
    this.#session.end();
    this.#predictions.end({ fault });
    this.#fault.reject(fault);
  }
}

/**
 * Lets a model hear a call in this process, as a server would: the same windows,
 * the same predictions, and none left out however slow it is.
 *
 * @throws {ProtocolError} If the rate or the roles are none that a server takes.
 *
 * @example Usage
 * ```ts
 * import { createStream, loadModel } from "../mod.ts";
 *
 * const model = await loadModel(new URL("../../models/default/", import.meta.url));
 * const stream = createStream(model, { sampleRateHz: 8_000 });
 * for (let second = 0; second < 2; second++) {
 *   await stream.send(Float32Array.from({ length: 8_000 }, (_, i) => Math.sin(i / 9) / 2));
 * }
 * const { summary } = await stream.close();
 * for await (const { endMs, label } of stream) console.log(endMs, label);
 * console.log(summary[0]?.coverage);
 * model.dispose();
 * ```
 */
export function createStream(
  model: AnyModel,
  options: LocalStreamOptions = {},
): LocalStream {
  return new LocalStream(model, options);
}
