/**
 * Replaces a file in one move, so that a kill leaves the old one or the new one,
 * never half, and two processes may write to one folder.
 */
export async function writeAtomically(
  path: string,
  bytes: Uint8Array,
): Promise<void> {
  const unfinished = `${path}.${crypto.randomUUID()}`;
  await Deno.writeFile(unfinished, bytes);
  await Deno.rename(unfinished, path);
}
