/**
 * Opens Deno KV: a file on a machine, or the managed service.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { OpenedKv } from "./kv_connection.ts";

/**
 * Opens the store in a file, whose folder is created, or the runtime's own store.
 *
 * @throws {Error} If it cannot be had.
 */
export async function openKv(file: URL | undefined): Promise<OpenedKv> {
  if (typeof Deno.openKv !== "function") {
    throw new Error(
      "Cannot open the store as the runtime must have Deno KV: it has none",
    );
  }
  if (file === undefined) {
    return { kv: await Deno.openKv(), isThere: () => Promise.resolve(true) };
  }
  await Deno.mkdir(new URL(".", file), { recursive: true });
  // An absolute path: Deno 2.5 cannot create a file by a relative one.
  const kv = await Deno.openKv(fileURLToPath(file));
  const opened = await identity(file);
  return { kv, isThere: async () => await identity(file) === opened };
}

/** Tells one file from another that has taken its name. */
async function identity(file: URL): Promise<string> {
  try {
    const { dev, ino } = await Deno.stat(file);
    return `${dev} ${ino}`;
  } catch (fault) {
    if (fault instanceof Deno.errors.NotFound) return "gone";
    throw fault;
  }
}
