/** A little chaos: real servers, real sockets, one of each trouble. */
import { assertEquals } from "@std/assert";
import { runScript } from "../_programs.ts";

Deno.test("chaos loses nothing, and counts what went wrong", async () => {
  const { code, output, errors } = await runScript("chaos", [
    "--calls=2",
    "--seconds=14",
    "--every=1",
    "--json",
  ]);
  assertEquals([code, errors], [0, ""]);
  const result = JSON.parse(output);
  assertEquals(result.complaints, []);
  assertEquals(result.windows, result.windowsDue);
  assertEquals(
    Object.keys(result.troubles).sort(),
    ["cut", "jump", "kill", "restart", "stall", "unstore"],
  );
});
