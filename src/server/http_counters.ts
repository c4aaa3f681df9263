/**
 * Counts requests and what they were refused for.
 *
 * @module
 */
import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { Tally } from "../results/tally.ts";

/** Where {@linkcode httpFault} leaves its code. */
const FAULT = "faultCode";

/** Remembers what a request was refused for. */
export function noteFault(c: Context, code: string): void {
  c.set(FAULT, code);
}

/** Counts of HTTP requests since the process began, by the route's pattern: never by a path that a client chose. */
export class HttpCounters {
  readonly requests = new Tally<"route" | "status">();
  /** By the code of the fault. */
  readonly refusals = new Tally<"route" | "reason">();

  /** Counts every request once it is answered, sockets once they are agreed to. */
  count(): MiddlewareHandler {
    const { requests, refusals } = this;
    return async function countRequests(c, next) {
      await next();
      const route = routeOf(c);
      requests.add({ route, status: `${c.res.status}` });
      const reason: unknown = c.get(FAULT);
      if (typeof reason === "string") refusals.add({ route, reason });
    };
  }
}

/** The pattern that has answered: the last that matched and is no catch-all, which stand before all. */
function routeOf(c: Context): string {
  const paths = matchedRoutes(c).map(({ path }) => path);
  return paths.findLast((path) => !path.endsWith("/*")) ?? "none";
}
