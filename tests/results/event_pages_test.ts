import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { CALL_EVENT_TYPES } from "../../src/results/call_event.ts";
import { type EventHead, EventPages } from "../../src/results/event_pages.ts";

fc.configureGlobal({ seed: 2_026 });

const PAGE_BYTES = 512;

const NUMBER = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const PLACE = fc.tuple(NUMBER, NUMBER)
  .map(([generation, place]) => ({ generation, place }));
const HEAD: fc.Arbitrary<EventHead> = fc.record({
  type: fc.constantFrom(...CALL_EVENT_TYPES),
  id: PLACE,
  previousId: PLACE,
  previousAt: fc.integer({ min: -1, max: Number.MAX_SAFE_INTEGER }),
  index: NUMBER,
}, { noNullPrototype: true });
const JSON_TEXT = fc.string({ unit: "grapheme", maxLength: 300 })
  .map((text) => JSON.stringify({ text }));
const EVENTS = fc.array(fc.tuple(HEAD, JSON_TEXT), { maxLength: 60 });

Deno.test("EventPages gives back what was written, as long as it has it, and has the latest", () => {
  fc.assert(
    fc.property(EVENTS, fc.integer({ min: 1, max: 5 }), (events, maxPages) => {
      const maxBytes = maxPages * PAGE_BYTES;
      const pages = new EventPages(maxBytes, PAGE_BYTES);
      const written: { at: number; head: EventHead; json: string }[] = [];
      for (const [head, json] of events) {
        const at = pages.write(head, json);
        if (at !== undefined) written.push({ at, head, json });
        assert(pages.bytes <= maxBytes);

        const kept = written.filter(({ at }) => pages.has(at));
        assertEquals(kept, written.slice(written.length - kept.length));
        for (const { at, head, json } of kept) {
          assertEquals(pages.head(at), head);
          assertEquals(pages.json(at), json);
        }
      }
    }),
  );
});

const HEAD_OF_ANY: EventHead = {
  type: "prediction",
  id: { generation: 0, place: 1 },
  previousId: { generation: 0, place: 0 },
  previousAt: -1,
  index: 0,
};
/** With its head, half a page. */
const HALF = "x".repeat(PAGE_BYTES / 2 - 64);

Deno.test("EventPages takes memory as it is needed, up to its bound, and forgets a page at a time", () => {
  const pages = new EventPages(3 * PAGE_BYTES + 7, PAGE_BYTES);
  const places: number[] = [];
  const seen = Array.from({ length: 9 }, () => {
    places.push(pages.write(HEAD_OF_ANY, HALF)!);
    return [
      pages.bytes / PAGE_BYTES,
      places.filter((at) => pages.has(at)).length,
    ];
  });
  assertEquals(seen, [
    [1, 1],
    [1, 2],
    [2, 3],
    [2, 4],
    [3, 5],
    [3, 6],
    [3, 5],
    [3, 6],
    [3, 5],
  ]);
});

Deno.test("EventPages keeps no event that is longer than a page, and goes on", () => {
  for (const long of ["x".repeat(PAGE_BYTES), "€".repeat(PAGE_BYTES / 2)]) {
    const pages = new EventPages(2 * PAGE_BYTES, PAGE_BYTES);
    const before = pages.write(HEAD_OF_ANY, HALF)!;
    assertEquals(pages.write(HEAD_OF_ANY, long), undefined);
    assertEquals(pages.write(HEAD_OF_ANY, long), undefined);
    assertEquals(pages.json(before), HALF);
    const after = pages.write(HEAD_OF_ANY, "{}")!;
    assertEquals([before, after].map((at) => pages.has(at)), [true, true]);
    assertEquals(pages.json(after), "{}");
  }
});

Deno.test("EventPages does without no page", () => {
  assertThrows(
    () => new EventPages(PAGE_BYTES - 1, PAGE_BYTES),
    RangeError,
    "Cannot keep events as there must be memory for a page of 512 bytes: current value is 511",
  );
});
