/**
 * What one client may cost, and the reason for each number.
 *
 * @module
 */

/** The longest a live window may wait before a newer one replaces it: past it an answer is stale. */
export const MAX_LAG_MS = 2_000;

/**
 * A live window that waits longer means that there are more calls than this
 * machine can answer: half of what may be left out, so calls are refused before
 * windows are.
 */
export const BEHIND_MS = 1_000;

/** Calls are taken again when no window has waited that long for two strides and a bit. */
export const CAUGHT_UP_MS = 1_000;

/**
 * Audio of one session that may wait: 8 minutes of 16 kHz PCM, for clients that
 * send a file faster than it is heard.
 */
export const MAX_QUEUED_BYTES = 16 * 1_048_576;

/** Audio of all sessions that may wait, so that many such clients fit into memory. */
export const MAX_QUEUED_BYTES_TOTAL = 256 * 1_048_576;

/** Small messages are joined up to so much while they wait: half a second of a wide-band call. */
export const MAX_JOINED_BYTES = 16_384;

/** What a waiting item costs beside its bytes, so that tiny messages are not free. */
export const ITEM_BYTES = 256;

/** Answers that a client may leave unread: about 2,000 predictions. */
export const MAX_UNSENT_BYTES = 1_048_576;

/** Sessions of one process: each takes about half a megabyte at most, and a small host has 768 MB. */
export const MAX_SESSIONS = 500;

/**
 * Sockets beyond the places, of clients that come back to a full server while it
 * still takes their old sockets for alive. None holds audio, and none lasts longer
 * than three seconds: so 66 calls a second can come back when a network fails.
 */
export const MAX_TAKE_OVERS = 200;

/** Of those, one tenant's: half, so that none is in the way of the others. */
export const MAX_TENANT_TAKE_OVERS = MAX_TAKE_OVERS / 2;

/** Who has such a socket proves by then that the call is theirs: the first message goes out as the socket opens, and this is a lost packet or two later. */
export const TAKE_OVER_WITHIN_MS = 3_000;

/** The longest the event loop serves audio before it looks at the sockets again. */
export const BREATH_MS = 5;

/** The largest message of a phone platform: the smallest limit that one of them states for itself (Asterisk: 65,500). */
export const MAX_WIRE_MESSAGE_BYTES = 65_536;

/** The largest message of FreeSWITCH's forks: they keep up to 5 s of audio, in stereo 960,000 bytes at 48 kHz, while their socket is stalled. */
export const MAX_FORKED_MESSAGE_BYTES = 1_048_576;

/** Audio of one session that is heard as fast as it can be: a voice message or the largest pause of a network, not an archive. */
export const BURST_MS = 60_000;

/** How many times as fast as it was spoken audio beyond a burst is heard: a client that was away catches up, and costs no more than one call and a half. */
export const PACE = 1.5;

/** A client that was told to pause is told to go on when so much may be heard again: less would tell it to pause at once. */
export const RECOVERED_MS = 5_000;

/** How long a call waits for its client before others are told that it has ended: longer than a restart, a lost network and a few attempts take. */
export const RESUME_GRACE_MS = 30_000;

/** Calls of one process that wait for their clients: as many as there can be at once. Each is a few kB. */
export const MAX_INTERRUPTED = MAX_SESSIONS;

/** How long a stopping server lets resumable calls move before it closes their sockets: round trips and the back-off of a client, with 3 s left of the 5 s that hosts grant a process. */
export const MIGRATE_MS = 2_000;

/** A native client that says nothing for so long has gone: one without audio sends `keepalive`. */
export const IDLE_MS = 60_000;

/** A platform may: a caller on hold sends nothing with some, and holds last minutes. */
export const WIRE_IDLE_MS = 15 * 60_000;

/** Who has said nothing of a call by then is no client, and takes up a place. */
export const OPEN_WITHIN_MS = 10_000;

/** A session ends after a working day: what lasts longer is no call but a line that nobody hung up. */
export const MAX_SESSION_AGE_MS = 8 * 3_600_000;

/** How often sessions look at the time: often enough that audio which is let go by it flows, and one timer for all. */
export const TICK_MS = 250;
