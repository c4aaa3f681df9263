import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Smoothed, Smoother } from "../../src/stream/smoother.ts";

fc.configureGlobal({ seed: 2_026 });

/** Pushes posteriors into a new smoother; `null` is a window without speech. */
function smoothed(...windows: (number[] | null)[]): Smoothed[] {
  const smoother = new Smoother();
  return windows.flatMap((window) => {
    if (window) return [smoother.push(Float32Array.from(window))];
    smoother.pushSilence();
    return [];
  });
}

function labels(...windows: (number[] | null)[]): number[] {
  return smoothed(...windows).map(({ label }) => label);
}

const posteriors = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
  minLength: 4,
  maxLength: 4,
}).filter((values) => values.some((value) => value > 0.01)).map((values) => {
  const sum = values.reduce((a, b) => a + b);
  return values.map((value) => value / sum);
});

const CALM = [0.8, 0.1, 0.1];
const ANGRY = [0.1, 0.1, 0.8];

Deno.test("Smoother shows the first window as it is", () => {
  const [first] = smoothed([0.2, 0.5, 0.3]);
  [0.2, 0.5, 0.3].forEach((p, i) =>
    assertAlmostEquals(first!.posterior[i]!, p, 1e-6)
  );
  assertEquals(first!.label, 1);
  assertAlmostEquals(first!.confidence, 0.5, 1e-6);
});

Deno.test("Smoother gives the second window half the weight, in the log domain", () => {
  const [, second] = smoothed([0.8, 0.2], [0.2, 0.8]);
  assertAlmostEquals(second!.posterior[0]!, 0.5, 1e-6);
  const [, , third] = smoothed([0.8, 0.2], [0.8, 0.2], [0.2, 0.8]);
  // Odds: 4^(1/2) * (1/4)^(1/2) = 1.
  assertAlmostEquals(third!.posterior[0]!, 0.5, 1e-6);
});

Deno.test("Smoother gives posteriors that sum to 1 and a confidence that is its label's", () => {
  fc.assert(fc.property(fc.array(posteriors, { minLength: 1 }), (windows) => {
    for (const { posterior, label, confidence } of smoothed(...windows)) {
      assertAlmostEquals(posterior.reduce((a, b) => a + b), 1, 1e-5);
      assertEquals(confidence, posterior[label]);
      assert(posterior.every((p) => p > 0));
    }
  }));
});

Deno.test("Smoother keeps what does not change", () => {
  fc.assert(fc.property(posteriors, (window) => {
    const last = smoothed(window, window, window, window).at(-1)!;
    window.forEach((p, i) => assertAlmostEquals(last.posterior[i]!, p, 1e-3));
  }));
});

Deno.test("Smoother never shows a label that trails the best one by more than a tenth", () => {
  fc.assert(fc.property(fc.array(posteriors, { minLength: 1 }), (windows) => {
    for (const { posterior, confidence } of smoothed(...windows)) {
      assert(confidence >= Math.max(...posterior) - 0.1 - 1e-6);
    }
  }));
});

Deno.test("Smoother follows a voice that changes for good within two windows", () => {
  assertEquals(labels(CALM, CALM, ANGRY, ANGRY).at(-1), 2);
});

Deno.test("Smoother holds its label against a single odd window", () => {
  assertEquals(labels(CALM, CALM, [0.3, 0.1, 0.6], CALM), [0, 0, 0, 0]);
});

Deno.test("Smoother holds its label while another is ahead by less than a tenth", () => {
  const near = [0.46, 0.5, 0.04];
  assertEquals(labels([0.5, 0.46, 0.04], near, near, near, near), [
    0,
    0,
    0,
    0,
    0,
  ]);
  const clear = [0.4, 0.56, 0.04];
  assertEquals(
    labels([0.5, 0.46, 0.04], clear, clear, clear, clear, clear).at(-1),
    1,
  );
});

Deno.test("Smoother tells by a falling confidence that another label gains", () => {
  const [, before, after] = smoothed(CALM, CALM, [0.3, 0.1, 0.6]);
  assertEquals(after!.label, before!.label);
  assert(after!.confidence < before!.confidence);
});

Deno.test("Smoother bridges one window without speech", () => {
  const bridged = smoothed(CALM, null, ANGRY);
  assertEquals(bridged[1], smoothed(CALM, ANGRY)[1]);
});

Deno.test("Smoother judges afresh after two windows without speech", () => {
  const fresh = smoothed(CALM, CALM, null, null, ANGRY);
  assertEquals(fresh[2], smoothed(ANGRY)[0]);
});

Deno.test("Smoother ends an utterance only by windows running without speech", () => {
  const apart = smoothed(CALM, null, CALM, null, ANGRY).at(-1);
  assertEquals(apart, smoothed(CALM, CALM, ANGRY).at(-1));
});

Deno.test("Smoother comes back from a window that is certain and wrong", () => {
  const sure = [1, 0, 0];
  const shown = labels(sure, ANGRY, ANGRY, ANGRY, ANGRY, ANGRY);
  assertEquals(shown.at(-1), 2);
  assertAlmostEquals(smoothed(sure)[0]!.posterior[0]!, 1, 1e-3);
});

Deno.test("Smoother owns what it shows and keeps nothing that was lent", () => {
  const smoother = new Smoother();
  const lent = Float32Array.from(CALM);
  const first = smoother.push(lent);
  const before = [...first.posterior];
  lent.fill(1 / 3);
  smoother.push(Float32Array.from(ANGRY));
  assertEquals([...first.posterior], before);
});

Deno.test("Smoother goes on from what another remembered, at any moment", () => {
  const posterior = fc.tuple(fc.nat(100), fc.nat(100), fc.nat(100)).map(
    (parts) => {
      const sum = parts.reduce((a, b) => a + b, 0) + 3;
      return Float32Array.from(parts, (part) => (part + 1) / sum);
    },
  );
  const windows = fc.array(fc.option(posterior), { maxLength: 20 });
  fc.assert(fc.property(windows, fc.nat(20), (windows, at) => {
    const [whole, other] = [new Smoother(), new Smoother()];
    windows.forEach((window, i) => {
      if (i === at) other.recall(JSON.parse(JSON.stringify(whole.memory)));
      const say = (smoother: Smoother) =>
        window ? smoother.push(window) : smoother.pushSilence();
      const said = say(whole);
      if (i >= at) assertEquals(say(other), said);
    });
  }));
});
