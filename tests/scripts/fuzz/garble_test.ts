import { assert, assertEquals } from "@std/assert";
import { garbleBytes, garbleText } from "../../../scripts/_fuzz/garble.ts";
import { conversation } from "../../../scripts/_fuzz/socket_attack.ts";
import { FUZZED_WIRES } from "../../../scripts/_fuzz/wires.ts";
import { SERVABLE } from "../../../src/server/wire_routes.ts";
import { Random } from "../../../src/training/random.ts";

const TEXT = '{"type":"open","channels":[{"role":"customer"}]}';

function many<T>(make: (random: Random) => T): T[] {
  return Array.from({ length: 500 }, (_, i) => make(new Random(1, i)));
}

Deno.test("garbleText() is the same for the same seed, and nearly never what it was given", () => {
  const texts = many((random) => garbleText(random, TEXT));
  assertEquals(texts, many((random) => garbleText(random, TEXT)));
  assert(texts.filter((text) => text === TEXT).length < 25);
  assert(new Set(texts).size > 150, `${new Set(texts).size} kinds`);
});

Deno.test("garbleText() leaves some messages that can still be read as JSON", () => {
  const read = many((random) => garbleText(random, TEXT)).filter((text) => {
    try {
      return JSON.parse(text) !== undefined;
    } catch {
      return false;
    }
  });
  assert(read.length > 150 && read.length < 450, `${read.length}`);
});

Deno.test("garbleBytes() never grows, and leaves what it was given as it was", () => {
  const bytes = new Uint8Array(50).fill(7);
  for (const garbled of many((random) => garbleBytes(random, bytes))) {
    assert(garbled.length <= bytes.length);
  }
  assertEquals(bytes, new Uint8Array(50).fill(7));
});

Deno.test("conversation() says something wrong behind what may be right", () => {
  const call = ['{"a":1}', '{"b":[2,3]}', "c"];
  const all = many((random) => conversation(random, call));
  const right = all.filter((said) =>
    said.every((message, i) => message === call[i])
  );
  assert(right.length < 25, `${right.length} of 500 are right`);
  assertEquals(new Set(all.map(([first]) => first === call[0])).size, 2);
});

Deno.test("FUZZED_WIRES has every platform", () => {
  const names = FUZZED_WIRES.map(({ name }) => name);
  assertEquals(SERVABLE.filter((name) => !names.includes(name)), []);
});
