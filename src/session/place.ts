import type { Stoppable } from "./session_registry.ts";

/** The place that a dialog has among the sessions of its process. */
export interface Place {
  /** Who has it. */
  readonly session: Stoppable;
  /**
   * Sees to it that there may be a call in it: a lent one changes with that of the
   * dialog whose call goes on here.
   *
   * @throws {ProtocolError} `overloaded`, `too_many_sessions` or `not_ready` if there
   * may not; nothing has changed then.
   */
  secure(older?: Place): void;
}
