/**
 * How much is kept of what was told, and for how long.
 *
 * @module
 */

/** Who lost a connection comes back within seconds; a person who opens a page after a call, within minutes. */
export const RETENTION_MS = 10 * 60_000;

/** Events kept of one call: 8 minutes of one channel at two predictions a second. */
export const MAX_CALL_EVENTS = 1_000;

/** Calls of which something is kept: four times what one process serves at once. */
export const MAX_CALLS = 2_000;

/**
 * Memory for the events of all calls, the oldest forgotten first: at half a kilobyte
 * an event 2 minutes of 200 calls, longer than a connection takes to come back.
 */
export const MAX_LOG_BYTES = 28 * 1_048_576;

/** Events kept of a tenant's feed, which leaves predictions out: about 100 calls. */
export const FEED_EVENTS = 300;

/** Memory for all feeds, apart, so that predictions do not drive out what happens seldom. */
export const MAX_FEED_BYTES = 4 * 1_048_576;
