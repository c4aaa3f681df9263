/**
 * What tells the calls of one program apart: their names, and where in the recording they begin.
 *
 * @module
 */

/** The digits that tell the calls of one program apart: four are enough for all that one machine can make. */
const DIGITS = 4;

/** An identifier of so many-th of several calls: its last digits are replaced, so that it looks like any other. */
export function numbered(id: string, { number = 0 }: Numbered): string {
  return id.slice(0, -DIGITS) + String(number).padStart(DIGITS, "0");
}

/** One of several calls. */
interface Numbered {
  readonly number?: number | undefined;
}

/** A prime, so that calls of any recording meet no other's place soon. */
const MESSAGES_APART = 97;

/**
 * What so many-th of several calls says in a message: the recording from another
 * place on, as two hundred callers never say the same in the same moment.
 *
 * @param stepCount Messages that belong together, of all tracks.
 */
export function saidAt<T>(
  messages: readonly T[],
  index: number,
  { number = 0 }: Numbered,
  stepCount = 1,
): T {
  const apart = number * MESSAGES_APART * stepCount;
  return messages[(index + apart) % messages.length]!;
}
