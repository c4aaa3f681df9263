/**
 * What a session needs, whom it tells, what it says in the end, and how it begins.
 *
 * @module
 */
import type {
  ChannelSummary,
  Prediction,
  Totals,
} from "../protocol/native/messages.ts";
import type { ProtocolError } from "../protocol/protocol_error.ts";
import type { AudioAllowance } from "./audio_allowance.ts";
import type { Backlog } from "./backlog.ts";
import type { ByteBudget } from "./byte_budget.ts";
import type { TakenUp } from "./hearing.ts";
import type { Pace } from "./pace.ts";
import type { SessionModel } from "./scoring.ts";
import type { WindowWatch } from "./window_watch.ts";

/** What sessions of one process share. */
export interface SessionDeps {
  readonly model: SessionModel;
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
  /** Lets the event loop serve others. */
  readonly breathe: () => Promise<void>;
  /** Audio that may wait in all sessions together. */
  readonly budget: ByteBudget;
  /** The audio that may still be sent; without one, any. */
  readonly allowance?: Pick<AudioAllowance, "take"> | undefined;
  /** Hears how long answers take. */
  readonly backlog: Pick<Backlog, "note">;
  /** Watches windows be answered. @default nobody */
  readonly windows?: WindowWatch | undefined;
}

/** Who hears of what a session finds. */
export interface SessionEvents {
  readonly onPrediction: (prediction: Prediction) => void;
  /** The session has ended by a fault; nothing comes after. */
  readonly onFault: (fault: ProtocolError) => void;
  /** All channels of a whole window are answered: {@linkcode Session.mark} has moved on. */
  readonly onAnswered?: () => void;
  /** Audio waits, as it came too fast; {@linkcode Session.tick} goes on with it. */
  readonly onHeld?: () => void;
  /** Nothing waits any more of what was held, and more may come. */
  readonly onCaughtUp?: () => void;
}

/** What is said at the end of a call. */
export interface SessionReport {
  readonly totals: Totals;
  readonly summary: readonly ChannelSummary[];
}

/** How a session begins, if not at once with all of a call. */
export interface SessionStart {
  /** How fast it hears; without one as fast as it can. */
  readonly pace?: Pace | undefined;
  /** Where it goes on with a call: the audio then begins with the mark's sample. */
  readonly takenUp?: TakenUp | undefined;
}
