import { assertEquals, assertStringIncludes } from "@std/assert";
import { runScript, withWav } from "./_programs.ts";

/** What can be refused before a peer is started: none is fetched for a test. */
Deno.test("bench:peers says in one line why it cannot", async () => {
  const recording = {
    sampleRateHz: 16_000,
    channels: [new Float32Array(16_000)],
  };
  await withWav(recording, async (path) => {
    const faults: [string[], string][] = [
      [["--rounds", "0"], "--rounds must be a whole number from 1 on"],
      [["--model", "no-such-model"], "models/no-such-model/card.json"],
      [["--file", "LICENSE"], 'must begin with "RIFF"'],
      [["--file", path], "must hold a window and a stride"],
    ];
    const outcomes = await Promise.all(
      faults.map(([args]) => runScript("bench:peers", args)),
    );
    outcomes.forEach(({ code, lines, errors }, i) => {
      assertEquals([code, lines], [1, []], errors);
      assertStringIncludes(errors, faults[i]![1]);
      assertEquals(errors.trimEnd().split("\n").length, 1);
    });
  });
});
