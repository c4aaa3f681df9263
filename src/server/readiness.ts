import type { SessionModel } from "../session/scoring.ts";

/** Whether the server can take work, and if not, why. */
export type Readiness =
  | { readonly isReady: true; readonly model: SessionModel }
  | { readonly isReady: false; readonly reasons: readonly string[] };
