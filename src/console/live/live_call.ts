/**
 * A call that is sent from this page.
 *
 * @module
 */
import { interleave } from "../../audio/interleaved.ts";
import {
  CallStream,
  type Closed,
  type Environment,
  MicrophoneError,
  type Role,
  StreamError,
  type StreamState,
} from "../../client/mod.ts";
import type { AudioSource } from "../audio/audio_source.ts";
import { microphoneTrouble } from "../audio/microphone_trouble.ts";
import type { Spectrogram } from "../audio/spectrogram.ts";
import type { Call } from "../call/call.ts";
import type { LineState } from "../call/update.ts";
import { type Trouble, troubleOf } from "../trouble.ts";
import { SentClock } from "./sent_clock.ts";

/** What a call is made of. */
export interface LiveCallParts {
  readonly source: AudioSource;
  /** Whose voice each channel of the source is. */
  readonly roles: readonly Role[];
  readonly call: Call;
  /** Draw the channels of the source, in order. */
  readonly spectrograms: readonly Spectrogram[];
  /** Of the server's `/v1/stream`. */
  readonly url: string;
  readonly key: () => string | undefined;
  /** Why the server does not let anybody in; undefined if it would. */
  readonly probe: () => Promise<Trouble | undefined>;
  /** Passes before it is asked again. @default two seconds */
  readonly pause?: (() => Promise<void>) | undefined;
  readonly environment?: Partial<Environment> | undefined;
  readonly now?: (() => number) | undefined;
}

const LINES: Readonly<Record<StreamState, LineState>> = {
  connecting: "connecting",
  live: "on",
  reconnecting: "lost",
  ended: "over",
};

/** One call, from its first sample to its summary. */
export class LiveCall {
  readonly #parts: LiveCallParts;
  readonly #now: () => number;
  readonly #sent = new SentClock();
  readonly #stream: CallStream;
  #sentSamples = 0;
  #isLooking = false;

  /** Dials at once. */
  constructor(parts: LiveCallParts) {
    this.#parts = parts;
    this.#now = parts.now ?? (() => performance.now());
    const { source, roles, call, url, key } = parts;
    call.apply({ type: "line", line: "connecting" });
    this.#stream = new CallStream(url, {
      roles,
      sampleRateHz: source.sampleRateHz,
      // Asked for at each connection: another one may have been entered meanwhile.
      key: key() === undefined ? undefined : () => key() ?? "",
      onState: (state) => this.#enter(state),
      onPrediction: (prediction) =>
        call.apply({
          type: "prediction",
          prediction,
          latencyMs: this.#sent.answered(prediction.endMs, this.#now()),
        }),
      environment: parts.environment,
    });
  }

  /** Resolves when the call is over; what went wrong stands in the call. */
  async run(): Promise<void> {
    const { source, call } = this.#parts;
    try {
      await this.#stream.ready;
      this.#begin();
      await this.#speak();
      this.#finish(await this.#stream.close());
    } catch (fault) {
      call.apply({ type: "trouble", trouble: await this.#explain(fault) });
      call.apply({ type: "line", line: "over" });
      this.#stream.close().catch(() => {}); // it may have been the source that failed
    } finally {
      source.stop();
    }
  }

  /** Ends the audio; the tail is answered still. */
  stop(): void {
    this.#parts.source.stop();
  }

  #begin(): void {
    const { sessionId, model, labels } = this.#stream.opened!;
    const { call, roles } = this.#parts;
    call.apply({
      type: "started",
      start: { sessionId, modelName: model.name, labels, roles },
    });
  }

  async #speak(): Promise<void> {
    const { source, spectrograms } = this.#parts;
    for await (const chunk of source.chunks()) {
      this.#sentSamples += chunk[0]!.length;
      const audioMs = this.#sentSamples / source.sampleRateHz * 1_000;
      this.#sent.sent(audioMs, this.#now());
      const room = this.#stream.send(interleave(chunk));
      spectrograms.forEach((spectrogram, i) => spectrogram.push(chunk[i]!));
      if (source.isLive) room.catch(() => {}); // nobody can ask a voice to wait
      else await room;
      if (this.#stream.state === "ended") break;
    }
  }

  #finish({ reason, totals, summary }: Closed): void {
    this.#parts.call.apply({
      type: "ended",
      ending: { reason, totals, summary },
    });
  }

  #enter(state: StreamState): void {
    const { call } = this.#parts;
    call.apply({ type: "line", line: LINES[state] });
    if (state === "live") call.apply({ type: "trouble", trouble: undefined });
    if (state === "reconnecting") this.#lookWhy();
  }

  /** A browser does not tell why a socket was refused: perhaps the key has expired. */
  async #lookWhy(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const { call, probe, pause = passAWhile } = this.#parts;
    while (this.#stream.state === "reconnecting") {
      const trouble = await probe();
      if (this.#stream.state !== "reconnecting") break;
      call.apply({ type: "trouble", trouble });
      await pause();
    }
    this.#isLooking = false;
  }

  async #explain(fault: unknown): Promise<Trouble> {
    if (!(fault instanceof StreamError)) return sourceTrouble(fault);
    const isVague = fault.code === "unreachable" ||
      fault.code === "connection_lost";
    const known = isVague ? await this.#parts.probe() : undefined;
    return known ?? troubleOf(fault.code, fault.message);
  }
}

/** Between two looks at a server that is lost. */
const LOOK_MS = 2_000;

function passAWhile(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}

/** What went wrong with the audio itself. */
function sourceTrouble(fault: unknown): Trouble {
  if (fault instanceof MicrophoneError) return microphoneTrouble(fault);
  const detail = fault instanceof Error ? fault.message : String(fault);
  if (fault instanceof SyntaxError) return troubleOf("bad_audio", detail);
  return {
    what: "The audio broke off.",
    wayOn:
      "Check that the file or the microphone is still there, then start again.",
    detail,
  };
}
