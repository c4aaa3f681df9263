import type { Arrival } from "./lateness.ts";

/** Watches the windows of live calls; for measuring, never for deciding. */
export interface WindowWatch {
  /** A window's predictions have been sent, all its channels'. */
  answered(window: Arrival): void;
}
