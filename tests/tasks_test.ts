/** The tasks that everybody relies on do what they are said to do. */
import { assertEquals } from "@std/assert";
import config from "../deno.json" with { type: "json" };

Deno.test("deno task test names no folder: of one with a workspace's member inside, Deno tests the member alone", () => {
  const { command } = config.tasks.test;
  const [deno, test, ...rest] = command.split(" ");
  assertEquals([deno, test], ["deno", "test"]);
  assertEquals(rest.filter((word) => !word.startsWith("--")), []);
});
