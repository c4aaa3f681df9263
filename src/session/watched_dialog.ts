/**
 * A dialog that may not last for ever: who never begins, has gone without a word or
 * never ends makes room for others.
 *
 * @module
 */
import { ProtocolError } from "../protocol/protocol_error.ts";
import type { Dialog } from "./dialog.ts";
import { MAX_SESSION_AGE_MS, OPEN_WITHIN_MS } from "./limits.ts";

/** How long a dialog may be silent, and the clock for it. */
export interface Patience {
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
  readonly idleMs: number;
  /** By when it must begin. @default {OPEN_WITHIN_MS} */
  readonly openWithinMs?: number | undefined;
}

/** A dialog and the times at which its client was heard; it has no timer of its own. */
export class WatchedDialog {
  readonly #dialog: Dialog;
  readonly #patience: Patience;
  readonly #begunMs: number;
  #heardMs: number;
  #hasExpired = false;

  constructor(dialog: Dialog, patience: Patience) {
    this.#dialog = dialog;
    this.#patience = patience;
    this.#begunMs = patience.now();
    this.#heardMs = this.#begunMs;
  }

  /** The client has sent something. */
  heard(): void {
    this.#heardMs = this.#patience.now();
  }

  /** The server stops. */
  stop(): void {
    this.#dialog.stop();
  }

  /** Hears the time, a few times a second. */
  tick(): void {
    const nowMs = this.#patience.now();
    const dialog = this.#dialog;
    if (dialog.isBusy) this.#heardMs = nowMs; // who waits for an answer need not speak
    if (this.#hasExpired) dialog.tick?.();
    else if (dialog.hasBegun === false) this.#awaitBegin(nowMs);
    else if (nowMs - this.#heardMs >= this.#patience.idleMs) {
      this.#hasExpired = true;
      dialog.expire("idle");
    } else if (nowMs - this.#begunMs >= MAX_SESSION_AGE_MS) {
      this.#hasExpired = true;
      dialog.expire("session_age");
    } else dialog.tick?.();
  }

  #awaitBegin(nowMs: number): void {
    const { openWithinMs = OPEN_WITHIN_MS } = this.#patience;
    if (nowMs - this.#begunMs < openWithinMs) return;
    this.#hasExpired = true;
    this.#dialog.fail(
      new ProtocolError(
        "open_timeout",
        `Cannot wait as a call must begin within ${openWithinMs} ms: it has not`,
      ),
    );
  }
}
