/**
 * What a stream has to say, in order, and how much of it may be on its way.
 *
 * @module
 */
import {
  type ClientMessage,
  type FlushId,
  MAX_MESSAGE_BYTES,
} from "../protocol/native/messages.ts";
import { AudioRing } from "./audio_ring.ts";
import { type Deferred, deferred } from "./deferred.ts";

/** The part of a line that an outbox needs. */
export interface Speaker {
  sendAudio(bytes: Uint8Array<ArrayBuffer>): void;
  send(message: ClientMessage): void;
}

/** A message that must be said behind the audio before it. */
interface Mark {
  readonly place: number;
  readonly message: ClientMessage;
  isSaid: boolean;
  readonly answered: Deferred<void>;
}

/** How audio counts. */
export interface OutboxFormat {
  readonly bytesPerMoment: number;
  readonly sampleRateHz: number;
}

/**
 * Audio that may be unanswered beside the first window: below what a server
 * keeps of a call (16 MiB), however wide the audio is.
 */
const AHEAD_MS = 20_000;

/** Audio and messages of one stream. */
export class Outbox {
  readonly #format: OutboxFormat;
  readonly #ring: AudioRing;
  #speaker: Speaker | undefined;
  /** Whether audio is kept until {@linkcode keepFrom} lets it go, to be said again. */
  #keeps: boolean;
  /** Place of the first byte that is not on its way. */
  #sent = 0;
  #answeredMs = 0;
  #windowMs = 0;
  #isPaused = false;
  #marks: Mark[] = [];
  #room: Deferred<void> | undefined;
  #flushCount = 0;

  /** @param keeps Whether audio is kept once it is on its way, to be said again. */
  constructor(format: OutboxFormat, keeps: boolean, ring = new AudioRing()) {
    this.#format = format;
    this.#keeps = keeps;
    this.#ring = ring;
  }

  /** Whether the server owes an answer to something. */
  get isOwed(): boolean {
    return this.#marks.some(({ isSaid }) => isSaid) ||
      this.#unansweredMs > this.#windowMs;
  }

  /**
   * Adds audio; it is copied.
   *
   * @returns Whether more may follow at once; if not, see {@linkcode room}.
   * @throws {StreamError} `too_much_unsent` if more would wait than is kept.
   */
  push(bytes: Uint8Array): boolean {
    this.#ring.append(bytes);
    this.#pump();
    return this.#hasRoom;
  }

  /** Resolves when more may follow; rejects when the stream ends first. */
  room(): Promise<void> {
    this.#room ??= deferred<void>();
    return this.#room.promise;
  }

  /** Resolves when what was added so far is answered; rejects when the stream ends first. */
  flush(): Promise<void> {
    return this.#mark({ type: "flush", id: this.#flushCount++ });
  }

  /** Says behind all audio that no more comes. */
  close(): void {
    this.#mark({ type: "close" });
  }

  /**
   * Has somebody to speak to: says what is unsaid, from a place on.
   *
   * @param fromMoment The first sample of each channel that is not safe there.
   */
  speakTo(speaker: Speaker, fromMoment: number, windowMs: number): void {
    this.#speaker = speaker;
    this.#sent = fromMoment * this.#format.bytesPerMoment;
    this.#windowMs = windowMs;
    this.#isPaused = false;
    for (const mark of this.#marks) mark.isSaid = false;
    this.#pump();
  }

  /** Has nobody to speak to; what is added waits. */
  hush(): void {
    this.#speaker = undefined;
  }

  /** The server asks to wait, or to go on. */
  pause(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#pump();
  }

  /** All audio before a moment of the call is answered. */
  answeredUntil(ms: number): void {
    this.#answeredMs = Math.max(this.#answeredMs, ms);
    this.#pump();
  }

  /** A flush is answered. */
  flushed(id: FlushId): void {
    const mark = this.#marks.find(({ message }) =>
      message.type === "flush" && message.id === id
    );
    if (mark === undefined) return;
    this.#marks = this.#marks.filter((other) => other !== mark);
    mark.answered.resolve();
    this.answeredUntil(this.#msAt(mark.place));
  }

  /** Nothing will have to be said again. */
  keepNothing(): void {
    this.#keeps = false;
    this.#ring.forgetBefore(this.#sent);
  }

  /** What lies before a sample of each channel need not be said again. */
  keepFrom(moment: number): void {
    const place = moment * this.#format.bytesPerMoment;
    this.#ring.forgetBefore(Math.min(place, this.#sent));
  }

  /** Settles all who wait: all was answered, or a fault has come. */
  end(end: { readonly fault?: unknown }): void {
    this.hush();
    const waiting = this.#marks.map(({ answered }) => answered);
    if (this.#room) waiting.push(this.#room);
    for (const { resolve, reject } of waiting) {
      if ("fault" in end) reject(end.fault);
      else resolve();
    }
    this.#marks = [];
    this.#ring.forgetBefore(this.#ring.end);
  }

  get #unansweredMs(): number {
    return this.#msAt(this.#sent) - this.#answeredMs;
  }

  get #isFull(): boolean {
    return this.#isPaused || this.#unansweredMs > AHEAD_MS + this.#windowMs;
  }

  get #hasRoom(): boolean {
    return this.#speaker !== undefined && this.#sent === this.#ring.end &&
      !this.#isFull;
  }

  #msAt(place: number): number {
    const { bytesPerMoment, sampleRateHz } = this.#format;
    return place / bytesPerMoment / sampleRateHz * 1000;
  }

  #mark(message: ClientMessage): Promise<void> {
    const answered = deferred<void>();
    const place = this.#ring.end;
    this.#marks.push({ place, message, isSaid: false, answered });
    this.#pump();
    return answered.promise;
  }

  /** Says what may be said. */
  #pump(): void {
    while (this.#sayNext());
    if (!this.#keeps) this.#ring.forgetBefore(this.#sent);
    if (!this.#room || !this.#hasRoom) return;
    this.#room.resolve();
    this.#room = undefined;
  }

  #sayNext(): boolean {
    if (this.#speaker === undefined) return false;
    const mark = this.#marks.find(({ isSaid }) => !isSaid);
    const until = mark?.place ?? this.#ring.end;
    if (this.#sent < until) {
      if (this.#isFull) return false;
      const maxBytes = Math.min(PIECE_BYTES, until - this.#sent);
      const piece = this.#ring.piece(this.#sent, maxBytes);
      this.#speaker.sendAudio(piece);
      this.#sent += piece.length;
      return true;
    }
    if (mark === undefined) return false;
    mark.isSaid = true;
    this.#speaker.send(mark.message);
    return true;
  }
}

/** The largest message: a whole number of samples, however wide. */
const PIECE_BYTES = MAX_MESSAGE_BYTES / 16;
