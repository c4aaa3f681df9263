import { MAX_SESSIONS } from "../../session/limits.ts";

/** What one tenant may cost, so that none is in the way of the others. */
export interface TenantLimits {
  /** Calls at once. */
  readonly sessions: number;
  /** Seconds of audio that come in a second, of all its channels together. */
  readonly audioRate: number;
  /** Requests a minute, sockets among them. */
  readonly requestsPerMinute: number;
}

/** The limits of a tenant that has none of its own. */
export const DEFAULT_LIMITS: TenantLimits = Object.freeze({
  sessions: MAX_SESSIONS, // as many as one process takes of all of them
  audioRate: 2 * MAX_SESSIONS, // those calls, live, with both voices
  requestsPerMinute: 6_000, // all those calls could begin anew every 5 s
});

/**
 * The limits of all together who were not let in, and get a socket to be told so: it
 * lasts three seconds at most, and must be in the way of no call.
 */
export const STRANGER_LIMITS: TenantLimits = Object.freeze({
  sessions: 20, // of MAX_SESSIONS, four in a hundred
  audioRate: 1, // nobody hears them
  requestsPerMinute: 400, // as many as those can be in a minute
});

/** The limits where nobody is told from anybody else: those of the process are enough. */
export const NO_LIMITS: TenantLimits = Object.freeze({
  sessions: Infinity,
  audioRate: Infinity,
  requestsPerMinute: Infinity,
});
