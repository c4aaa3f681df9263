/**
 * How long an AudioHook dialog waits, and the reason for each number.
 *
 * @module
 */

/** Genesys opens as soon as it is connected; who has not by then is no client. */
export const OPEN_WITHIN_MS = 10_000;

/**
 * When who may not enter is told, counted from the moment that it is known: how
 * long the verdict took says nothing then. Source: Genesys's sample service.
 */
export const REFUSAL_MS = 500;

/** Who may not enter is cut off after so long, as it has a place of those who may. */
export const REFUSED_HANG_UP_MS = 2_000;

/** A client that is asked to close takes up to 10 s for it, by its own limit. */
export const HANG_UP_MS = 10_000;

/** A client hangs up when it has got `closed`. */
export const CLOSED_HANG_UP_MS = 3_000;

/** `closed` waits for the last answers for no longer: the client waits for 10 s. */
export const CLOSED_WITHIN_MS = 5_000;

/**
 * How long a stopping server lets clients reconnect before it asks them to close,
 * and how long it then waits. The process has 4 s.
 */
export const RECONNECT_MS = 1_500;
/** See {@linkcode RECONNECT_MS}. */
export const STOP_HANG_UP_MS = 1_000;

/** Audio that waits for a model to be loaded; what does not fit is left out. */
export const MAX_HELD_MS = 10_000;
/** ... and the messages of it: as many are 5 ms each. */
export const MAX_HELD_ITEMS = 2_000;
