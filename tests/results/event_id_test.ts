import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  BEFORE_ALL,
  eventId,
  isAfter,
  parseEventId,
} from "../../src/results/event_id.ts";

fc.configureGlobal({ seed: 2_026 });

const place = fc.record({
  generation: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  place: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
}, { noNullPrototype: true });

Deno.test("parseEventId() reads what eventId() writes", () => {
  fc.assert(
    fc.property(place, (at) => assertEquals(parseEventId(eventId(at)), at)),
  );
});

Deno.test("parseEventId() reads nothing else", () => {
  for (
    const text of ["", "1", "-", "1-", "-1", "1-1-1", "a-1", "1-1\n", " 1-1"]
  ) {
    assertEquals(parseEventId(text), undefined, text);
  }
  assertEquals(parseEventId(`${"9".repeat(17)}-1`), undefined);
});

Deno.test("isAfter() orders by generation, then by place", () => {
  const ids = [BEFORE_ALL, "0-1", "0-2", "0-10", "1-1", "2-0", "10-0"];
  const places = ids.map((id) => parseEventId(id)!);
  for (const [i, a] of places.entries()) {
    for (const [j, b] of places.entries()) assertEquals(isAfter(a, b), i > j);
  }
});
