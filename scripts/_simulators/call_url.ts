import type { SimulatedCall } from "./simulator.ts";

/** How a platform's URL differs from the plain one. */
export interface UrlManner {
  /** Presented as the last part of the path. */
  readonly credential?: string | undefined;
  /** Parameters; those without a value are left out. */
  readonly parameters?: Readonly<Record<string, string | undefined>>;
}

/** The URL that an operator has given to a platform. */
export function callUrl(
  { url }: Pick<SimulatedCall, "url">,
  platform: string,
  { credential, parameters = {} }: UrlManner = {},
): string {
  const path = credential === undefined
    ? platform
    : `${platform}/${credential}`;
  const full = new URL(`/v1/${path}`, url);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) full.searchParams.set(name, value);
  }
  return full.href;
}
