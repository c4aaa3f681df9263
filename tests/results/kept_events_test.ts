import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { eventId, type EventPlace } from "../../src/results/event_id.ts";
import { EventPages } from "../../src/results/event_pages.ts";
import { KeptEvents } from "../../src/results/kept_events.ts";

fc.configureGlobal({ seed: 2_026 });

const PAGE_BYTES = 512;
/** Ids leave out up to so many places, less one. */
const FAR_APART = 3;

/** Topics that share pages, and all that they were told, in plain lists. */
function topicsOf(topicCount: number, pages: EventPages, maxEvents: number) {
  return Array.from({ length: topicCount }, (_, topic) => ({
    events: new KeptEvents(pages, maxEvents),
    told: [] as { id: EventPlace; json: string }[],
    /** One more, with so many letters of two bytes. */
    say(step: number, length: number) {
      const last = this.told.at(-1)?.id.place ?? 0;
      const id = { generation: 0, place: last + 1 + step % FAR_APART };
      const json = JSON.stringify({ topic, text: "é".repeat(length) });
      this.told.push({ id, json });
      this.events.push(id, "prediction", json);
    },
  }));
}

const STEPS = fc.array(
  fc.record({
    topic: fc.nat({ max: 2 }),
    step: fc.nat({ max: FAR_APART - 1 }),
    length: fc.nat({ max: 150 }),
  }),
  { maxLength: 80 },
);

Deno.test("KeptEvents reads on from any id: the latest, each naming the one before it", () => {
  fc.assert(
    fc.property(
      STEPS,
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 30 }),
      fc.nat({ max: 200 }),
      fc.integer({ min: 1, max: 30 }),
      (steps, maxPages, maxEvents, after, limit) => {
        const pages = new EventPages(maxPages * PAGE_BYTES, PAGE_BYTES);
        const topics = topicsOf(3, pages, maxEvents);
        for (const { topic, step, length } of steps) {
          topics[topic]!.say(step, length);
        }
        for (const { events, told } of topics) {
          const ids = ["0-0", ...told.map(({ id }) => eventId(id))];
          const all = told.map(({ json }, i) => ({
            id: ids[i + 1]!,
            type: "prediction" as const,
            json,
            previousId: ids[i]!,
          }));
          assertEquals(events.lastId, ids.at(-1));

          const kept = events.after("0-0", Infinity).events;
          assertEquals(kept, all.slice(all.length - kept.length));
          assertEquals(events.isEmpty, kept.length === 0);

          const wanted = kept.filter((_, i) =>
            told[told.length - kept.length + i]!.id.place > after
          );
          const page = events.after(`0-${after}`, limit);
          assertEquals(page.events, wanted.slice(0, limit));
          assertEquals(page.isEnd, wanted.length <= limit);
        }
      },
    ),
  );
});

Deno.test("KeptEvents keeps as many events as it may where there is memory, and no more", () => {
  fc.assert(
    fc.property(STEPS, fc.integer({ min: 1, max: 30 }), (steps, maxEvents) => {
      const pages = new EventPages(200 * PAGE_BYTES, PAGE_BYTES);
      const topics = topicsOf(3, pages, maxEvents);
      for (const { topic, step, length } of steps) {
        topics[topic]!.say(step, length);
      }
      for (const { events, told } of topics) {
        assertEquals(
          events.after("0-0", Infinity).events.length,
          Math.min(told.length, maxEvents),
        );
      }
    }),
  );
});

Deno.test("KeptEvents forgets the oldest of all topics first, whosever they are", () => {
  const pages = new EventPages(4 * PAGE_BYTES, PAGE_BYTES);
  const [quiet, loud] = topicsOf(2, pages, 100);
  quiet!.say(0, 1);
  for (let i = 0; i < 7; i++) loud!.say(0, 70);
  assertEquals(quiet!.events.isEmpty, false);
  for (let i = 0; i < 7; i++) loud!.say(0, 70);
  assertEquals(quiet!.events.isEmpty, true);
  assertEquals(quiet!.events.lastId, "0-1");
  quiet!.say(0, 1);
  assertEquals(
    quiet!.events.after("0-0", 9).events.map(({ id, previousId }) => [
      id,
      previousId,
    ]),
    [["0-2", "0-1"]],
  );
});

Deno.test("KeptEvents shows an event that was too long as a gap", () => {
  const pages = new EventPages(4 * PAGE_BYTES, PAGE_BYTES);
  const [topic] = topicsOf(1, pages, 100);
  for (const length of [1, PAGE_BYTES, 1]) topic!.say(0, length);
  assertEquals(
    topic!.events.after("0-0", 9).events.map(({ id, previousId }) => [
      id,
      previousId,
    ]),
    [["0-1", "0-0"], ["0-3", "0-2"]],
  );
});
