/**
 * What a view learns of a call, whether it is sent from this page or followed.
 *
 * @module
 */
import type {
  ChannelSummary,
  Prediction,
  Role,
  Totals,
} from "../../protocol/native/messages.ts";
import type { Trouble } from "../trouble.ts";

/** How the page is connected to the call; `away`: the caller is not, and may come back. */
export type LineState =
  | "idle"
  | "connecting"
  | "on"
  | "lost"
  | "away"
  | "over";

/** Who listens, and to whom. */
export interface CallStart {
  readonly sessionId: string;
  readonly modelName: string;
  readonly labels: readonly string[];
  /** In the order of the predictions' `channel`. */
  readonly roles: readonly Role[];
}

/** How a call ended. */
export interface CallEnding {
  readonly reason: string;
  readonly totals: Totals | undefined;
  readonly summary: readonly ChannelSummary[];
}

/** A channel has sounded angry or fearful for some time. */
export interface Escalation {
  readonly channel: number;
  readonly label: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly confidence: number;
}

/** A step in a call's life. */
export type CallUpdate =
  | { readonly type: "started"; readonly start: CallStart }
  | {
    readonly type: "prediction";
    readonly prediction: Prediction;
    /** From the moment when the audio was sent to the answer; unknown to followers. */
    readonly latencyMs?: number | undefined;
  }
  | { readonly type: "escalation"; readonly escalation: Escalation }
  | { readonly type: "line"; readonly line: LineState }
  | { readonly type: "ended"; readonly ending: CallEnding }
  | { readonly type: "trouble"; readonly trouble: Trouble | undefined };
