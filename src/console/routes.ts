/**
 * The page's places, each with an address that can be kept and shared.
 *
 * @module
 */

/** A place. */
export type Route =
  | { readonly view: "live" }
  | { readonly view: "calls" }
  | { readonly view: "call"; readonly sessionId: string };

/** The place that a fragment names; what it does not know is the live view. */
export function parseRoute(fragment: string): Route {
  const [, first, second] = fragment.split("/");
  if (first !== "calls") return { view: "live" };
  if (!second) return { view: "calls" };
  try {
    return { view: "call", sessionId: decodeURIComponent(second) };
  } catch {
    return { view: "calls" }; // the address was cut within an escape
  }
}

/** The fragment of a place. */
export function fragmentOf(route: Route): string {
  switch (route.view) {
    case "live":
      return "#/live";
    case "calls":
      return "#/calls";
    case "call":
      return `#/calls/${encodeURIComponent(route.sessionId)}`;
  }
  return route satisfies never;
}
