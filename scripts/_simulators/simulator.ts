/**
 * What a phone platform's simulator is given, and what it is.
 *
 * A simulator is written from its platform's documentation and never from our
 * parser, and is as strict as the platform: it throws at anything that the real
 * one would refuse.
 *
 * @module
 */
import type { Audio } from "../../src/audio/wav.ts";

/** One call to make. */
export interface SimulatedCall {
  /** Who speaks: the customer first, then the agent, if there is one. */
  readonly audio: Audio;
  /** The server, "ws://127.0.0.1:8000". */
  readonly url: string;
  /** Presented in the path, or as the platform does. */
  readonly credential?: string | undefined;
  /** The key of signatures; without it nothing is signed. */
  readonly secret?: string | undefined;
  /** What the server calls itself, "wss://voice.example.com": signatures are over it. @default the URL */
  readonly origin?: string | undefined;
  /** Share of the audio messages that are lost, 0 to 100. */
  readonly lossPercent: number;
  /** Whether audio messages overtake one another. */
  readonly isReordered: boolean;
  /** How many times as fast as speech; 0: as fast as the socket takes it. */
  readonly rtf: number;
  /** The platform's own settings, by name. */
  readonly options: Readonly<Record<string, string>>;
  /** Which of several calls it is; their identifiers differ by it. @default {0} */
  readonly number?: number | undefined;
  /** Watches it be made, on platforms whose calls {@linkcode Simulator.canTime}. @default nobody */
  readonly watch?: CallWatch | undefined;
}

/** Watches a call be made. */
export interface CallWatch {
  /** It speaks from now on. */
  spoke(speech: Speech): void;
  /** A message with audio was sent so long after it was due. */
  sent(lateMs: number): void;
}

/** What a call says, and when. */
export interface Speech {
  /** The platform's name of the call. */
  readonly callId: string;
  /** Audio of the call. */
  readonly audioMs: number;
  /** When the message is due with which all audio before a position has been sent. */
  dueMs(positionMs: number): number;
}

/** One platform. */
export interface Simulator {
  /** Its own settings: name, and what a `--help` says of it. */
  readonly options: Readonly<Record<string, string>>;
  /** Whether its messages are numbered, so that they may overtake one another. */
  readonly canReorder: boolean;
  /** Whether it tells a {@linkcode CallWatch} of its calls. @default {false} */
  readonly canTime?: boolean;
  /**
   * Makes the call.
   *
   * @returns What passed, in a line.
   * @throws {Error} If the exchange was not clean.
   */
  run(call: SimulatedCall): Promise<string>;
}
