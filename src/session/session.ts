/**
 * One call, without socket, wire format or tensor: audio in, predictions out.
 *
 * @module
 */
import { silentByte } from "../audio/sample_encoding.ts";
import { ProtocolError } from "../protocol/protocol_error.ts";
import { assertWhole, type AudioFormat, bytesPerTick } from "./audio_format.ts";
import { AudioQueue } from "./audio_queue.ts";
import { bytesBefore, type CallMark, Hearing } from "./hearing.ts";
import { MAX_JOINED_BYTES } from "./limits.ts";
import { PacedQueue } from "./paced_queue.ts";
import type {
  SessionDeps,
  SessionEvents,
  SessionReport,
  SessionStart,
} from "./session_deps.ts";
import type { Place } from "./stretch.ts";
import { WindowPlan } from "./window_plan.ts";

/**
 * One call.
 *
 * What comes is queued until a window may be complete; then one pump takes it in
 * slices, turns them into rows, and answers each window that falls due before it
 * takes the next slice:
 *
 *     push --> queue --> slice --> rows of each channel
 *                          ^            | window due
 *                          |            v
 *                          +-- send <-- score all channels together
 *
 * So windows are answered in order, one at a time, and what they look at does
 * not depend on how the audio was cut. Markers travel in the same queue: what a
 * marker does comes after the answers to all audio before it.
 */
export class Session {
  readonly #format: AudioFormat;
  readonly #deps: SessionDeps;
  readonly #events: SessionEvents;
  readonly #queue: AudioQueue;
  /** The way out of the queue. */
  readonly #due: PacedQueue;
  readonly #sliceBytes: number;
  /** Bytes of the call without which nothing is due. */
  #dueBytes: number;
  #pumping = false;
  #ended = false;
  #receivedBytes: number;
  /** Where the stretch began that audio is received of; the one that is heard may be an older one. */
  #receiving: Place = { firstByte: 0, leftOutSamples: 0 };
  readonly #hearing: Hearing;

  constructor(
    format: AudioFormat,
    deps: SessionDeps,
    events: SessionEvents,
    { pace, takenUp }: SessionStart = {},
  ) {
    const plan = new WindowPlan(deps.model);
    this.#format = format;
    this.#deps = deps;
    this.#events = events;
    this.#receivedBytes = bytesBefore(takenUp?.mark, format);
    if (takenUp) {
      this.#receiving.firstArrivedMs = deps.now() - takenUp.elapsedMs;
    }
    const receivedBytes = () => this.#receivedBytes;
    this.#hearing = new Hearing(
      { format, deps, events, plan, receivedBytes, takenUp },
      this.#receiving,
    );
    const tickBytes = bytesPerTick(format);
    this.#sliceBytes = tickBytes *
      Math.floor(format.sampleRateHz * plan.strideMs / 1000);
    const joinedTicks = Math.floor(MAX_JOINED_BYTES / tickBytes);
    this.#queue = new AudioQueue(
      deps.budget,
      Math.min(this.#sliceBytes, joinedTicks * tickBytes),
    );
    const { onHeld, onCaughtUp } = events;
    const pacing = { format, now: deps.now, pace, onHeld, onCaughtUp };
    this.#due = new PacedQueue(this.#queue, pacing);
    this.#dueBytes = this.#hearing.dueBytes;
  }

  /** What another session needs to go on from here: of a call of which nothing was left out. */
  mark(): CallMark {
    return this.#hearing.mark();
  }

  /** Audio that waits to be heard. */
  get waitingMs(): number {
    return this.#due.waitingMs;
  }

  /** Whether something that has come is being answered, or is held. */
  get isBusy(): boolean {
    return this.#pumping || this.#due.isHeld;
  }

  /** Hears the time: goes on with what was held, once it is due. */
  tick(): void {
    if (!this.#ended && this.#due.tick()) this.#pump();
  }

  /** Hears what waits as fast as it can: the session is about to end. */
  hurry(): void {
    this.#due.hurry();
    this.#pump();
  }

  /**
   * Receives audio. The bytes are kept, so they must not change.
   *
   * @throws {ProtocolError} `bad_audio` if a sample is cut, `too_far_ahead` or
   * `overloaded` if too much audio waits, `too_much_audio` if its tenant sends too
   * much in all its calls. The caller must then {@linkcode end}.
   */
  push(bytes: Uint8Array): void {
    assertWhole(bytes, this.#format);
    if (this.#ended) return;
    this.#deps.allowance?.take(bytes, this.#format);
    this.#queue.pushAudio(bytes, this.#deps.now());
    this.#receive(bytes.length);
  }

  /**
   * Goes on after so many samples of each channel that nobody can hear: positions
   * count them, and what came before is answered as the end of a call would be, so
   * that no window spans them.
   *
   * @throws {ProtocolError} As {@linkcode push}.
   */
  leaveOut(samples: number): void {
    if (this.#ended) return;
    const { firstByte, leftOutSamples } = this.#receiving;
    if (firstByte === this.#receivedBytes) {
      this.#receiving.leftOutSamples += samples;
      return;
    }
    const place: Place = {
      firstByte: this.#receivedBytes,
      leftOutSamples: leftOutSamples + samples,
    };
    this.#queue.pushMarker(async () => {
      await this.#hearing.answerTail();
      this.#hearing.goOnAt(place);
    });
    this.#receiving = place;
    this.#pump();
  }

  /**
   * Receives silence for audio that is missing.
   *
   * @param ticks Samples of each channel.
   * @throws {ProtocolError} As {@linkcode push}.
   */
  pushSilence(ticks: number): void {
    if (this.#ended || ticks === 0) return;
    const bytes = ticks * bytesPerTick(this.#format);
    const byte = silentByte(this.#format.encoding);
    this.#queue.pushSilence(bytes, byte, this.#deps.now());
    this.#receive(bytes);
  }

  /**
   * Counts what waits, which is heard once a window may be complete: before,
   * nobody asks. Floats are heard at once, as they may be no amplitudes.
   */
  #receive(bytes: number): void {
    this.#receiving.firstArrivedMs ??= this.#deps.now();
    this.#receivedBytes += bytes;
    const isDue = this.#receivedBytes >= this.#dueBytes;
    if (isDue || this.#format.encoding === "pcm_f32le") this.#pump();
  }

  /** Calls back once all windows that are complete so far are answered. */
  flush(answered: () => void): void {
    if (this.#ended) return;
    this.#queue.pushMarker(answered);
    this.#pump();
  }

  /** Answers the tail, calls back with the report and ends. */
  finish(done: (report: SessionReport) => void): void {
    if (this.#ended) return;
    this.#queue.pushMarker(async () => {
      await this.#hearing.answerTail();
      if (this.#ended) return;
      this.end();
      done(this.report());
    });
    this.#pump();
  }

  /** Forgets what waits and drops answers that are under way. */
  end(): void {
    this.#ended = true;
    this.#hearing.end();
    this.#queue.clear();
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      for (;;) {
        const item = this.#due.take(this.#sliceBytes);
        if (item === undefined) return;
        await (item.kind === "audio"
          ? this.#hearing.hear(item)
          : item.reached());
        await this.#deps.breathe();
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#pumping = false;
      this.#dueBytes = this.#hearing.dueBytes;
    }
  }

  #fail(error: unknown): void {
    if (this.#ended) return;
    this.end();
    this.#events.onFault(ProtocolError.from(error));
  }

  /** What the call has sounded like so far. */
  report(): SessionReport {
    return this.#hearing.report();
  }
}
