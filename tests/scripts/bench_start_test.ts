import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { runScript } from "./_programs.ts";

Deno.test("bench:start times a start and the first prediction", async () => {
  const { code, lines, errors } = await runScript(
    "bench:start",
    ["--runs", "1", "--json"],
  );
  assertEquals([code, errors, lines.length], [0, "", 1]);
  const { readyMs, firstPredictionMs, starts, model } = JSON.parse(lines[0]!);
  assertEquals(starts, [{ readyMs, firstPredictionMs }]);
  assertEquals(model, "default");
  assert(readyMs > 0 && firstPredictionMs > 0);
});

Deno.test("bench:start says in one line why it cannot", async () => {
  const faults: [args: string[], part: string][] = [
    [["--runs", "0"], "--runs must be a whole number from 1 on"],
    [["--model", "no-such-model"], "models/no-such-model/card.json"],
  ];
  for (const [args, part] of faults) {
    const { code, lines, errors } = await runScript("bench:start", args);
    assertEquals([code, lines], [1, []]);
    assertStringIncludes(errors, part);
    assertEquals(errors.trimEnd().split("\n").length, 1);
  }
});
