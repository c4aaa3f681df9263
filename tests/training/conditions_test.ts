import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import {
  CONDITIONS,
  parseCondition,
  parseConditions,
  underCondition,
} from "../../src/training/conditions.ts";
import { overTelephone } from "../../src/training/impairments/telephone.ts";
import { speechLike } from "../session/_signals.ts";
import { makeSound } from "./_corpus.ts";

const SPEECH = speechLike(3);

function energy(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0);
}

/** What a condition adds to speech. */
function added(condition: typeof CONDITIONS[number], recording = "a") {
  return underCondition(SPEECH, condition, recording)
    .map((sample, i) => sample - SPEECH[i]!);
}

Deno.test("underCondition() leaves a clean signal as it is", () => {
  const signal = makeSound(1);
  assertEquals(underCondition(signal, "clean"), signal);
});

Deno.test("underCondition() knows the telephone", () => {
  assertEquals(underCondition(SPEECH, "telephone"), overTelephone(SPEECH));
});

for (const condition of CONDITIONS) {
  Deno.test(`underCondition() gives back as many samples, owned and the same again: ${condition}`, () => {
    const anySignal = fc.record({
      seed: fc.nat(100),
      length: fc.nat(2_000),
      recording: fc.string(),
    });
    fc.assert(
      fc.property(anySignal, ({ seed, length, recording }) => {
        const signal = makeSound(seed).subarray(7_000, 7_000 + length);
        const before = signal.slice();
        const heard = underCondition(signal, condition, recording);
        assertEquals(heard.length, length);
        assert(heard.every(Number.isFinite));
        assertEquals(signal, before);
        assertEquals(underCondition(signal, condition, recording), heard);
      }),
      { seed: 1, numRuns: 10 },
    );
  });
}

for (
  const condition of ["telephone", "loss-1", "loss-5", "level-20"] as const
) {
  Deno.test(`underCondition() gives digital silence for silence: ${condition}`, () => {
    const heard = underCondition(new Float32Array(1_000), condition);
    assert(heard.every((sample) => sample === 0));
  });
}

Deno.test("underCondition() strikes two recordings by chance, each its own way", () => {
  for (const condition of ["loss-5", "noise-10"] as const) {
    assertNotEquals(added(condition, "a"), added(condition, "b"));
  }
});

Deno.test("underCondition() loses more packets at a higher share, the same ones too", () => {
  const sound = makeSound(1, 20);
  const line = underCondition(sound, "telephone");
  const changed = (["loss-1", "loss-3", "loss-5"] as const).map((condition) =>
    underCondition(sound, condition).map((x, i) => x === line[i] ? 0 : 1)
  );
  const [one, three, five] = changed.map(energy);
  assert(0 < one! && one! < three! && three! < five!);
  changed[0]!.forEach((hit, i) => assert(hit <= changed[2]![i]!));
});

Deno.test("underCondition() has noise of 0, 10 and 20 dB 10 dB apart", () => {
  const [at0, at10, at20] = (["noise-0", "noise-10", "noise-20"] as const)
    .map((condition) => energy(added(condition)));
  assertAlmostEquals(at0! / at10!, 10, 0.01);
  assertAlmostEquals(at10! / at20!, 10, 0.01);
});

Deno.test("underCondition() changes the level, and clips what passes full scale", () => {
  const signal = Float32Array.of(0.5, -0.01, 0);
  const close = (actual: Float32Array, expected: number[]) =>
    actual.forEach((x, i) => assertAlmostEquals(x, expected[i]!, 1e-6));
  close(underCondition(signal, "level-20"), [0.05, -0.001, 0]);
  close(underCondition(signal, "level-10"), [0.158114, -0.00316228, 0]);
  close(underCondition(signal, "level+10"), [1, -0.0316228, 0]);
});

Deno.test("parseCondition() takes the conditions' names and no other", () => {
  assertEquals(CONDITIONS.map(parseCondition), CONDITIONS);
  assertThrows(
    () => parseCondition("phone"),
    RangeError,
    'must be one of clean, telephone, loss-1, loss-3, loss-5, noise-20, noise-10, noise-0, level-20, level-10, level+10: current value is "phone"',
  );
});

Deno.test("parseConditions() takes one, several, each once, or all", () => {
  assertEquals(parseConditions("noise-0"), ["noise-0"]);
  assertEquals(parseConditions("loss-3,clean,loss-3"), ["loss-3", "clean"]);
  assertEquals(parseConditions("clean, telephone"), ["clean", "telephone"]);
  assertEquals(parseConditions("all"), CONDITIONS);
  assertEquals(CONDITIONS[0], "clean");
});

for (const text of ["", "clean,", "all,clean"]) {
  Deno.test(`parseConditions() refuses "${text}"`, () => {
    assertThrows(() => parseConditions(text), RangeError, "must be one of");
  });
}
