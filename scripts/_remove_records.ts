/** Removes call records that lie in a file: SQLite keeps it in three. */
export async function removeRecords(path: string): Promise<void> {
  for (const suffix of ["", "-wal", "-shm"]) {
    await Deno.remove(path + suffix).catch(() => {});
  }
}
