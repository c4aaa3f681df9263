/**
 * Who asks, and what they may do.
 *
 * @module
 */

/**
 * What a key or a token may be used for.
 *
 * - `stream`: to send audio, and hear of those very calls on the same socket.
 * - `read`: to hear of the tenant's calls: lists, records, events.
 * - `admin`: to delete records, and to see what concerns the process.
 */
export const SCOPES = ["stream", "read", "admin"] as const;
/** What a key or a token may be used for. */
export type Scope = typeof SCOPES[number];

/** The tenant of a server that asks nobody who they are. */
export const SOLE_TENANT = "default";

/** Whose the sockets are of who was not let in: they use up no tenant's limits. No tenant can be called so. */
export const NOBODY = "";

/** Who asks. */
export interface Principal {
  /** Whose calls they may send and see. */
  readonly tenant: string;
  readonly scopes: readonly Scope[];
  /** With a token: the one call that they may begin, which then has this id, or hear of. */
  readonly sessionId?: string | undefined;
  /** Whether they may only go on with that call, as their token has begun it or is too old to. */
  readonly mustResume?: boolean | undefined;
  /** With a token that is used up by this: makes it good again, as no call could begin. */
  readonly giveBack?: (() => void) | undefined;
}

/** Who asks where nobody is asked. */
export const ANYBODY: Principal = Object.freeze({
  tenant: SOLE_TENANT,
  scopes: SCOPES,
});
