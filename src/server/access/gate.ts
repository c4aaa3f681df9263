/**
 * What stands before every route that costs or tells something.
 *
 * @module
 */
import type { Context } from "hono";
import { ANYBODY, type Principal, type Scope } from "./principal.ts";

/** Lets requests through, or answers them itself. */
export interface Gate {
  /**
   * Who asks, if they may. Whose token is for one call may ask for it alone, as the
   * `:id` of the route.
   *
   * @param anyOf Scopes, one of which they must have.
   * @returns The principal, or the answer that refuses the request: it names the
   * rule, and not what was presented.
   */
  admit(c: Context, ...anyOf: Scope[]): Promise<Principal | Response>;
}

/** A gate that stands open, for tests of what is behind it. */
export const OPEN_GATE: Gate = Object.freeze({
  admit: () => Promise.resolve(ANYBODY),
});
