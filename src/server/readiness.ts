import type { SessionModel } from "../session/scoring.ts";

/** Why a server cannot take work yet, or any more. */
export type NotReady = "loading_model" | "stopping";

/** Whether the server can take work, and if not, why. */
export type Readiness =
  | {
    readonly isReady: true;
    readonly model: SessionModel;
    /** Threads that share the products of a batch, the server's own among them. */
    readonly threads: () => Crew;
    /** Engines on threads of their own. */
    readonly workers: () => Crew;
  }
  | { readonly isReady: false; readonly reasons: readonly NotReady[] };

/** How many are at work, and why not as many as were asked for. */
export interface Crew {
  readonly asked: number;
  readonly running: number;
  readonly fault?: string;
}
