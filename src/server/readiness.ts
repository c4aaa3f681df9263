import type { SessionModel } from "../session/scoring.ts";

/** Whether the server can take work, and if not, why. */
export type Readiness =
  | {
    readonly isReady: true;
    readonly model: SessionModel;
    readonly threads: ThreadsReadiness;
  }
  | { readonly isReady: false; readonly reasons: readonly string[] };

/** How many threads compute, and why not as many as were asked for. */
export interface ThreadsReadiness {
  readonly asked: number;
  readonly running: number;
  readonly fault?: string;
}
