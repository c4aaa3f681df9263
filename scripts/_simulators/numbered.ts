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
