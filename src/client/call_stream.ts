/**
 * A call that is streamed to a server: audio in, predictions out, whatever
 * becomes of the connection.
 *
 * @module
 */
import type {
  AudioEncoding,
  Closed,
  Opened,
  Prediction,
  ServerMessage,
} from "../protocol/native/messages.ts";
import { CallPlace } from "./call_place.ts";
import { Connection } from "./connection.ts";
import { deferred } from "./deferred.ts";
import { thisEnvironment } from "./environment.ts";
import type { Line } from "./line.ts";
import { Outbox } from "./outbox.ts";
import { Predictions } from "./predictions.ts";
import {
  assertWhole,
  bytesPerMoment,
  sampleBytes,
  type Samples,
} from "./sample_bytes.ts";
import { StreamError } from "./stream_error.ts";
import {
  openMessage,
  type StreamOptions,
  type StreamState,
  withDefaults,
} from "./stream_options.ts";

/** What nobody needs to wait for. */
const AT_ONCE = Promise.resolve();

/**
 * A call on its way to a server. Iterate over it to get its predictions, each
 * once and in order, however often the connection was lost.
 */
export class CallStream implements AsyncIterable<Prediction> {
  readonly #options: StreamOptions;
  readonly #encoding: AudioEncoding;
  readonly #momentBytes: number;
  readonly #predictions: Predictions;
  readonly #outbox: Outbox;
  readonly #place: CallPlace;
  readonly #connection: Connection;
  readonly #openedOnce = deferred<void>();
  readonly #closed = deferred<Closed>();
  #state: StreamState = "connecting";
  #opened: Opened | undefined;
  #report: Closed | undefined;
  #isClosing = false;
  #fault: unknown;

  /** Use {@linkcode openStream}. */
  constructor(url: string | URL, options: StreamOptions) {
    this.#options = options;
    const { encoding, roles, sampleRateHz, resume, giveUpMs } = withDefaults(
      options,
    );
    this.#encoding = encoding;
    this.#momentBytes = bytesPerMoment(encoding, roles.length);
    this.#outbox = new Outbox(
      { bytesPerMoment: this.#momentBytes, sampleRateHz },
      resume,
    );
    this.#place = new CallPlace(resume);
    this.#predictions = new Predictions(options.onPrediction);
    this.#connection = new Connection({
      url: String(url),
      key: options.key,
      giveUpMs,
      environment: thisEnvironment(options.environment ?? {}),
    }, {
      call: () => ({ sessionId: this.#place.resumedId }),
      open: () => ({ ...openMessage(options), ...this.#place.opening() }),
      onOpened: (line, opened) => this.#begin(line, opened),
      onMessage: (message) => this.#hear(message),
      onLoss: () => this.#lose(),
      onOver: (end) => this.#end(end),
      canResume: () => this.#place.canResume,
      isOwed: () => this.#outbox.isOwed,
    });
    options.signal?.addEventListener("abort", this.#abort);
    if (options.signal?.aborted) this.#abort();
    else this.#connection.dial();
  }

  /** Resolves once the server has agreed; rejects with what went wrong. */
  get ready(): Promise<void> {
    return this.#openedOnce.promise;
  }

  /** Where it stands. */
  get state(): StreamState {
    return this.#state;
  }

  /** What listens, by the name of this call in the server's records. */
  get opened(): Opened | undefined {
    return this.#opened;
  }

  /** Resolves with the server's last word; rejects with the fault that ended the stream. */
  get ended(): Promise<Closed> {
    return this.#closed.promise;
  }

  /**
   * Sends audio: whole samples of every channel, interleaved, of any length.
   * What is given may be changed at once. It is kept while the connection is lost.
   *
   * @returns When more should follow: at once as a rule, later if the server is
   * behind, or lost. Who cannot wait need not: what is given is kept meanwhile.
   * @throws {StreamError} The fault that ended the stream, or `ended`.
   */
  send(samples: Samples): Promise<void> {
    try {
      this.#assertTakes();
      const bytes = sampleBytes(samples, this.#encoding);
      assertWhole(bytes, this.#momentBytes);
      return this.#push(bytes) ? AT_ONCE : this.#outbox.room();
    } catch (fault) {
      return rejected(fault);
    }
  }

  /** Resolves when all windows that are complete so far are answered. */
  flush(): Promise<void> {
    try {
      this.#assertTakes();
      return this.#outbox.flush();
    } catch (fault) {
      return rejected(fault);
    }
  }

  /**
   * Says that no more audio comes.
   *
   * @returns The totals and the summary of the call, once its last prediction is there.
   * @throws {StreamError} The fault that ended the stream before.
   */
  close(): Promise<Closed> {
    if (!this.#isClosing && this.#state !== "ended") {
      this.#isClosing = true;
      this.#outbox.close();
    }
    return this.#closed.promise;
  }

  /** Predictions from here on; several iterators share them. */
  [Symbol.asyncIterator](): AsyncIterator<Prediction> {
    return this.#predictions.iterator;
  }

  /** A call with a gap would tell wrong moments: what cannot be kept ends it. */
  #push(bytes: Uint8Array): boolean {
    try {
      return this.#outbox.push(bytes);
    } catch (fault) {
      this.#fail(fault);
      throw fault;
    }
  }

  #begin(line: Line, opened: Opened): void {
    const fromMoment = this.#place.opened(opened);
    this.#opened = opened;
    this.#openedOnce.resolve();
    this.#enter("live");
    this.#outbox.speakTo(line, fromMoment, opened.windowMs);
  }

  #hear(message: ServerMessage): void {
    switch (message.type) {
      case "prediction":
        return this.#take(message);
      case "flushed":
        return this.#outbox.flushed(message.id);
      case "checkpoint":
        this.#place.reached(message);
        return this.#outbox.keepFrom(message.fromSample);
      case "migrate": // who has said all waits for the last word
        return this.#isClosing ? undefined : this.#connection.move();
      case "pause":
      case "continue":
        return this.#outbox.pause(message.type === "pause");
      case "closed":
        this.#report = message;
    }
  }

  #take(prediction: Prediction): void {
    this.#predictions.give(prediction);
    if (this.#place.answered()) this.#outbox.keepNothing();
    this.#outbox.answeredUntil(prediction.endMs);
  }

  #lose(): void {
    this.#outbox.hush();
    this.#enter("reconnecting");
  }

  readonly #abort = () => this.#fail(this.#options.signal!.reason);

  #fail(fault: unknown): void {
    if (this.#state === "ended") return;
    this.#connection.drop();
    this.#end({ fault });
  }

  #end(end: { readonly fault?: unknown }): void {
    this.#options.signal?.removeEventListener("abort", this.#abort);
    this.#fault = end.fault;
    this.#outbox.end(end);
    this.#predictions.end(end);
    if ("fault" in end) {
      this.#openedOnce.reject(end.fault);
      this.#closed.reject(end.fault);
    } else this.#closed.resolve(this.#report!);
    this.#enter("ended");
  }

  #enter(state: StreamState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState?.(state);
  }

  #assertTakes(): void {
    if (this.#fault !== undefined) throw this.#fault;
    if (!this.#isClosing && this.#state !== "ended") return;
    throw new StreamError(
      "ended",
      "Cannot send as the stream must be open: it is closed",
    );
  }
}

function rejected(fault: unknown): Promise<never> {
  const { promise, reject } = deferred<never>();
  reject(fault);
  return promise;
}
