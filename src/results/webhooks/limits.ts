/**
 * What webhooks may cost, and the reason for each number.
 *
 * @module
 */

/** How long a receiver may take to answer: the least that Standard Webhooks asks senders to grant. */
export const TIMEOUT_MS = 15_000;

/** The wait before the second attempt; it doubles with each. */
export const FIRST_RETRY_MS = 1_000;

/** The longest wait between two attempts: a receiver that is back hears within it. */
export const MAX_RETRY_MS = 5 * 60_000;

/** Attempts at one message: with these waits about a quarter of an hour, a deployment that went wrong. */
export const MAX_ATTEMPTS = 12;

/** The oldest a message may get, whatever a receiver asks for: an alert of half an hour ago helps nobody. */
export const MAX_AGE_MS = 30 * 60_000;

/** Requests to one target at a time: 80 messages a second, if it answers within 100 ms. */
export const MAX_IN_FLIGHT = 8;

/** Messages of one target that wait, of 1 to 3 kB each: what 500 calls tell as they begin and end. */
export const MAX_WAITING = 1_000;

/** Predictions are dropped from here on, so that what matters more finds room. */
export const MAX_WAITING_OF_SERIES = MAX_WAITING / 2;

/** Dead letters kept for each tenant, the newest ones. */
export const MAX_DEAD_LETTERS = 100;

/** How long the last messages may take when the server stops: half of what it has to end. */
export const STOP_WEBHOOKS_MS = 2_000;

/** Targets of one server: each has its queue. */
export const MAX_TARGETS = 100;
