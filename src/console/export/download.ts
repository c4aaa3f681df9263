/**
 * Files for who looks at the page.
 *
 * @module
 */

/** How long a browser may take to begin a download before its bytes are let go. */
const RELEASE_MS = 60_000;

/** Offers text as a file. */
export function download(
  name: string,
  type: string,
  pieces: Iterable<string>,
): void {
  const url = URL.createObjectURL(new Blob([...pieces], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), RELEASE_MS);
}
