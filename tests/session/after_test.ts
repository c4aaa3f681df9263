import { assertEquals } from "@std/assert";
import { after } from "../../src/session/after.ts";

Deno.test("after() acts once, unless it was called off", async () => {
  const acts: string[] = [];
  const callOff = after(0, () => acts.push("called off"));
  await new Promise<void>((resolve) => {
    after(0, () => {
      acts.push("done");
      resolve();
    });
    callOff();
  });
  assertEquals(acts, ["done"]);
});
