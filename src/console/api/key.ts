/**
 * The key of who looks at the page: as long as the tab lives, and no longer.
 *
 * @module
 */
import { signal } from "@preact/signals-core";

const NAME = "undertone.key";

const current = signal(read());

/** The key, or nothing where none was entered; read within a view, it is followed. */
export function key(): string | undefined {
  return current.value || undefined;
}

/** Takes another key; an empty one forgets it. */
export function changeKey(key: string): void {
  current.value = key.trim();
  try {
    sessionStorage.setItem(NAME, current.value);
  } catch {
    // A page that may store nothing asks again after a reload.
  }
}

function read(): string {
  try {
    return sessionStorage.getItem(NAME) ?? "";
  } catch {
    return "";
  }
}

/** Acts whenever another key is taken. @returns Ends that. */
export function whenKeyChanges(act: () => void): () => void {
  let isFirst = true;
  return current.subscribe(() => {
    if (!isFirst) act();
    isFirst = false;
  });
}
