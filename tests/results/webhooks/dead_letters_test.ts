import { assertEquals } from "@std/assert";
import {
  type DeadLetter,
  DeadLetters,
} from "../../../src/results/webhooks/dead_letters.ts";
import { MAX_DEAD_LETTERS } from "../../../src/results/webhooks/limits.ts";
import { messageOf } from "../../../src/results/webhooks/message.ts";
import { callOf, started } from "../_calls.ts";

const letter = (id: string, tenant = "default"): DeadLetter => ({
  id,
  target: "desk",
  message: messageOf(started(callOf({ tenant }))),
  attempts: 12,
  reason: "status 500",
  atMs: 0,
});
const idsOf = (letters: DeadLetter[]) => letters.map(({ id }) => id);

Deno.test("DeadLetters keeps tenants apart", () => {
  const letters = new DeadLetters();
  letters.add(letter("1"));
  letters.add(letter("2", "acme"));
  assertEquals(idsOf(letters.of("default")), ["1"]);
  assertEquals(idsOf(letters.of("nobody")), []);
  assertEquals(letters.take("default", "2"), undefined);
  assertEquals(letters.take("acme", "2")!.id, "2");
  assertEquals(letters.take("acme", "2"), undefined);
});

Deno.test("DeadLetters keeps a letter once, at its latest place", () => {
  const letters = new DeadLetters();
  for (const id of ["1", "2", "1"]) letters.add(letter(id));
  assertEquals(idsOf(letters.of("default")), ["2", "1"]);
});

Deno.test("DeadLetters forgets the oldest of a tenant that has too many", () => {
  const letters = new DeadLetters();
  letters.add(letter("acme's", "acme"));
  for (let n = 0; n < MAX_DEAD_LETTERS + 3; n++) letters.add(letter(`${n}`));
  assertEquals(letters.of("default").length, MAX_DEAD_LETTERS);
  assertEquals(letters.of("default")[0]!.id, "3");
  assertEquals(letters.of("acme").length, 1);
});
