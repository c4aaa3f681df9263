import type { MiddlewareHandler } from "hono";
import { httpFault } from "./http_fault.ts";

/** Lets so many requests through at a time and refuses the others, for routes that cost memory. */
export function atMost(maxRequests: number): MiddlewareHandler {
  let running = 0;
  return async function limitRequests(c, next) {
    if (running >= maxRequests) {
      c.header("Retry-After", "1");
      return httpFault(
        c,
        "overloaded",
        `Cannot answer as at most ${maxRequests} such requests may run at a time: try again later`,
      );
    }
    running++;
    try {
      return await next();
    } finally {
      running--;
    }
  };
}
