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

/** Memory for all of them, of the 768 MB that a small host has; at about 600 bytes an event, 2 minutes of 450 calls. */
export const MAX_LOG_BYTES = 64 * 1_048_576;

/** Events kept of a tenant's feed, which leaves predictions out: about 100 calls. */
export const FEED_EVENTS = 300;
