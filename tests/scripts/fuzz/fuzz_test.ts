/** The fuzz run, small: a real server, attacked on every door. */
import { assert, assertEquals } from "@std/assert";
import { runScript } from "../_programs.ts";

Deno.test("fuzz passes on a server as it is, and says how each door answered", async () => {
  const { code, output, errors } = await runScript("fuzz", [
    "--count=600",
    "--seed=7",
    "--json",
  ]);
  // So short a run tells nothing of memory.
  const faults = errors.replace(/[:;]? ?memory has grown/, "");
  assert(code === 0 || /must bear all that$/.test(faults.trim()), errors);
  const result = JSON.parse(output);
  assert(result.messages >= 600);
  assertEquals(result.sessionsLeft, 0);
  assertEquals(result.witness.complaints, []);
  assert("http" in result.outcomes && "native" in result.outcomes);
});
