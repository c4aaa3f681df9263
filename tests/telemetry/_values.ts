/** Reads the text format of Prometheus, as far as the tests need it. */
import type { Meter } from "../../src/telemetry/meter.ts";

/** Every sample by its name and labels, as it is written. */
export function parseMetrics(text: string): Map<string, number> {
  const lines = text.split("\n").filter((line) => line && line[0] !== "#");
  return new Map(lines.map((line) => {
    const space = line.lastIndexOf(" ");
    return [line.slice(0, space), Number(line.slice(space + 1))];
  }));
}

/** What a meter tells now. */
export async function valuesOf(meter: Meter): Promise<Map<string, number>> {
  return parseMetrics(await meter.text());
}
