import { assert, assertEquals } from "@std/assert";
import { BATCHES, checkAnswers } from "../../../scripts/_peers/contender.ts";
import { Ours, STREAMING } from "../../../scripts/_peers/ours.ts";
import { startWasmBackend } from "../../../src/model/wasm_backend.ts";
import { fiveSeconds, tinyModel } from "./_peers.ts";

Deno.test("Ours answers as a stream what it answers window by window", async () => {
  await startWasmBackend();
  const { card, weights } = await tinyModel();
  const material = fiveSeconds(card);
  using ours = new Ours(card, weights, material);
  const expected = ours.expected();
  assertEquals(expected.logits.length, 5);
  assert(new Set(expected.logits.map(String)).size > 1);
  for (const contender of ours.contenders()) {
    await checkAnswers(contender, expected);
  }
});

Deno.test("Ours is timed at every stride but the first, whatever the batch", async () => {
  await startWasmBackend();
  const { card, weights } = await tinyModel();
  using ours = new Ours(card, weights, fiveSeconds(card));
  const contenders = ours.contenders();
  assertEquals(contenders[0]!.name, STREAMING);
  for (const contender of contenders) {
    for (const batch of BATCHES) {
      const ms = await contender.times(batch);
      assertEquals(ms.length, 4, contender.name);
      assert(ms.every((value) => value > 0));
    }
  }
});
