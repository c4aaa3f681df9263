/**
 * Every door that must not open to strangers.
 *
 * @module
 */
import { request, type Target, UPGRADE } from "./_target.ts";

/** Attacks by what they must not achieve. */
export type Attacks = Readonly<
  Record<string, (target: Target) => Promise<void>>
>;

/** The id of no call. */
export const CALL = "0c8f5c2e-0000-4000-8000-000000000000";

/** Method and path of each door, with what it asks for. */
export const DOORS: readonly (readonly [line: string, headers: string[]])[] = [
  ["GET /v1/stream", [...UPGRADE]],
  ["POST /v1/classify", []],
  ["POST /v1/tokens", []],
  ["GET /v1/calls", []],
  [`GET /v1/calls/${CALL}`, []],
  [`DELETE /v1/calls/${CALL}`, []],
  [`GET /v1/calls/${CALL}/events`, []],
  [`GET /v1/calls/${CALL}/subscribe`, [...UPGRADE]],
  ["GET /v1/events", []],
  ["GET /v1/webhooks/dead-letters", []],
  ["POST /v1/webhooks/dead-letters/x/retry", []],
  ["GET /metrics", []],
];

/** What each door answers. */
export function statusesOf(
  { port }: Target,
  headers: readonly string[],
  query = "",
): Promise<number[]> {
  return Promise.all(DOORS.map(async ([line, own]) => {
    const length = line.startsWith("POST") ? ["Content-Length: 0"] : [];
    const all = [...own, ...length, ...headers];
    return (await request(port, line + query, all)).status;
  }));
}
