/**
 * The page's one voice for those who cannot see it.
 *
 * @module
 */
import { signal } from "@preact/signals-core";
import { Announcer } from "./announcer.ts";

/** What was said last; a live region shows it. */
export const spoken = signal("");

const announcer = new Announcer({
  say: (text) => spoken.value = text,
  now: () => performance.now(),
  setTimer(act, ms) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
});

/** Says news, in its turn. */
export function tell(text: string): void {
  announcer.tell(text);
}
