/**
 * `GET /metrics`: what is measured, in the text format of Prometheus.
 *
 * @module
 */
import type { Context } from "hono";
import type { Gate } from "./access/gate.ts";

/** What is measured of this process, as text. */
export interface Measured {
  readonly contentType: string;
  text(): Promise<string>;
}

/** Answers a scrape; with keys set, of who may see what concerns the process. */
export async function tellMetrics(
  c: Context,
  gate: Gate,
  measured: Measured,
): Promise<Response> {
  const who = await gate.admit(c, "admin");
  if (who instanceof Response) return who;
  const { contentType } = measured;
  return c.body(await measured.text(), 200, { "content-type": contentType });
}
