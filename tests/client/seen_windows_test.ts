import { assertEquals } from "@std/assert";
import { SeenWindows } from "../../src/client/seen_windows.ts";

Deno.test("SeenWindows.isNew() is true of each window of each channel once", () => {
  const windows = new SeenWindows();
  const seen = [[0, 0], [0, 1], [1, 0], [1, 1], [0, 0], [2, 0], [1, 0]]
    .map(([index, channel]) =>
      windows.isNew({ index: index!, channel: channel! })
    );
  assertEquals(seen, [true, true, true, true, false, true, false]);
});
