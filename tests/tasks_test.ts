/** The tasks that everybody relies on do what they are said to do. */
import { assertEquals } from "@std/assert";
import config from "../deno.json" with { type: "json" };

Deno.test("deno task test names no folder: of one with a workspace's member inside, Deno tests the member alone", () => {
  const { command } = config.tasks.test;
  const [deno, test, ...rest] = command.split(" ");
  assertEquals([deno, test], ["deno", "test"]);
  assertEquals(rest.filter((word) => !word.startsWith("--")), []);
});

Deno.test("deno task ok leaves out the types of the tests and examples only as it has checked them", () => {
  const steps = config.tasks.ok.command.split(" && ");
  const checks = steps.findIndex((step) =>
    step.startsWith("deno check --doc ")
  );
  const tests = steps.indexOf("deno task test --no-check");
  assertEquals([checks >= 0, tests > checks], [true, true]);
  const checked = steps[checks]!.split(" ");
  for (const part of ["main.ts", "src", "scripts", "tests", "docs"]) {
    assertEquals([part, checked.includes(part)], [part, true]);
  }
});
