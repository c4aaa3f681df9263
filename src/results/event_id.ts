/**
 * The name of an event among those of its call: the call's generation and the
 * place in it, such as "0-17".
 *
 * Whoever holds the call gives the names, so an event has the same one in every
 * log, is known again when it is appended twice, and a later generation's
 * follow an older one's. They are Redis' stream ids as they stand.
 *
 * @module
 */

/** A place among the events of a call. */
export interface EventPlace {
  readonly generation: number;
  /** From 1 on. */
  readonly place: number;
}

/** Before all events of a call. */
export const BEFORE_ALL = "0-0";

/** Long enough for 2^53 - 1 on both sides, and for Redis' own ids. */
const ID = /^(\d{1,16})-(\d{1,16})$/;

/** Writes an id. */
export function eventId({ generation, place }: EventPlace): string {
  return `${generation}-${place}`;
}

/** Reads an id, or nothing if it is none. */
export function parseEventId(id: string): EventPlace | undefined {
  const [, generation, place] = ID.exec(id) ?? [];
  if (place === undefined) return undefined;
  return { generation: Number(generation), place: Number(place) };
}

/** The place that an id names; what is no id comes before all. */
export function placeOf(id: string): EventPlace {
  return parseEventId(id) ?? { generation: 0, place: 0 };
}

/** Whether a place comes after another. */
export function isAfter(place: EventPlace, other: EventPlace): boolean {
  return place.generation === other.generation
    ? place.place > other.place
    : place.generation > other.generation;
}

/** Whether an id comes after another. */
export function comesAfter(id: string, other: string): boolean {
  return isAfter(placeOf(id), placeOf(other));
}
