import { assert, assertEquals, assertGreater } from "@std/assert";
import fc from "fast-check";
import type { Prediction } from "../../src/protocol/native/messages.ts";
import {
  ChannelTemper,
  type Heated,
} from "../../src/results/channel_temper.ts";
import {
  CALM_MARGIN,
  DEFAULT_RULE,
  type EscalationRule,
} from "../../src/results/escalation_rule.ts";
import { STRIDE_MS, windowOf } from "./_calls.ts";

fc.configureGlobal({ seed: 2_026 });

const CALM_BELOW = DEFAULT_RULE.threshold - CALM_MARGIN;

function escalationsOf(
  predictions: readonly Prediction[],
  rule: EscalationRule = DEFAULT_RULE,
): Heated[] {
  const temper = new ChannelTemper(rule);
  return predictions.flatMap((prediction) => temper.push(prediction) ?? []);
}

/** Windows of a voice whose anger is given stride by stride; null is silence. */
function windows(angers: readonly (number | null)[]): Prediction[] {
  return angers.map((anger, index) => windowOf(index, anger));
}

const strides = (ms: number) => Math.ceil(ms / STRIDE_MS);
const held = (anger: number | null, ms: number) =>
  new Array<number | null>(strides(ms)).fill(anger);

/** Anger as it may come: mostly in blocks, with silence between. */
const VOICE = fc.array(
  fc.tuple(
    fc.constantFrom(null, 0, 0.3, 0.49, 0.51, 0.69, 0.7, 0.85, 1),
    fc.integer({ min: 1, max: 80 }),
  ),
  { maxLength: 30 },
).map((blocks) =>
  blocks.flatMap(([anger, count]) =>
    new Array<number | null>(count).fill(anger)
  )
);

Deno.test("ChannelTemper escalates once 6 s of speech are heated, and tells what it heard", () => {
  // The first window stands for its 985 ms, each other one for a stride.
  assertEquals(escalationsOf(windows(new Array(11).fill(0.8))), []);
  assertEquals(escalationsOf(windows(new Array(12).fill(0.8))), [
    { label: "angry", confidence: 0.8, startMs: 0, endMs: 6_265 },
  ]);
});

Deno.test("ChannelTemper names the likelier label, and its mean in the heated speech alone", () => {
  const afraid = windows([...held(0, 4_000), ...held(0.9, 20_000)]).map((
    prediction,
    index,
  ) => {
    const { posterior } = prediction;
    if (posterior?.angry !== 0.9) return prediction;
    const fearful = index % 2 ? 0.6 : 0.5;
    return { ...prediction, posterior: { ...posterior, angry: 0.2, fearful } };
  });
  const [heated, ...others] = escalationsOf(afraid);
  assertEquals(others, []);
  assertEquals(heated!.label, "fearful");
  assert(heated!.confidence > 0.54 && heated!.confidence < 0.56);
  assertEquals(heated!.startMs, 985 + 8 * STRIDE_MS);
});

Deno.test("ChannelTemper takes uncertain speech for speech", () => {
  const doubtful = windows(held(0.7, 10_000))
    .map((window) => ({ ...window, state: "uncertain" as const }));
  assertEquals(escalationsOf(doubtful).length, 1);
});

Deno.test("ChannelTemper lets no single cry escalate, nor one now and then", () => {
  const cry = [...held(0.95, 4_000), ...held(0.1, 8_000)];
  assertEquals(escalationsOf(windows([...cry, ...cry, ...cry, ...cry])), []);
});

Deno.test("ChannelTemper forgets what was said long ago, whatever was not said since", () => {
  const halves = (pauseMs: number) =>
    windows([...held(0.9, 3_500), ...held(null, pauseMs), ...held(0.9, 3_500)]);
  assertEquals(escalationsOf(halves(20_000)).length, 1);
  assertEquals(escalationsOf(halves(70_000)).length, 0);
});

Deno.test("ChannelTemper counts the latest speech alone, to the millisecond", () => {
  const rule = { ...DEFAULT_RULE, speechMs: 5_000 };
  const heard = (lastMs: number) => {
    let endMs = 0;
    const pieces = [[0.9, 2_000], [0.1, 2_200], [0.9, lastMs]] as const;
    return pieces.map(([anger, ms], index) => {
      const startMs = endMs;
      endMs += ms;
      return windowOf(index, anger, { startMs, endMs });
    });
  };
  // 3 s of the last 5 must be heated: of the first piece only what is among them counts.
  assertEquals(escalationsOf(heard(1_400), rule).length, 0);
  assertEquals(escalationsOf(heard(2_200), rule).length, 0);
  assertEquals(escalationsOf(heard(3_000), rule).length, 1);
});

Deno.test("ChannelTemper tells the next episode after 30 s of calm, and none before", () => {
  const episode = held(0.9, 12_000);
  const count = (calm: readonly (number | null)[]) =>
    escalationsOf(windows([...episode, ...calm, ...episode])).length;
  assertEquals(count(held(0.1, 28_000)), 1);
  assertEquals(count(held(0.1, 31_000)), 2);
  assertEquals(count(held(null, 31_000)), 2); // silence is calm
  assertEquals(count(held(CALM_BELOW + 0.05, 90_000)), 1); // neither calm nor heated
  assertEquals(count([...held(0.1, 20_000), 0.55, ...held(0.1, 20_000)]), 1);
});

Deno.test("ChannelTemper takes what no window looked at for neither calm nor heated", () => {
  const first = windows(held(0.9, 12_000));
  const later = windows(held(0.9, 12_000)).map((window) => ({
    ...window,
    startMs: window.startMs + 600_000,
    endMs: window.endMs + 600_000,
  }));
  assertEquals(escalationsOf([...first, ...later]).length, 1);
});

Deno.test("ChannelTemper never escalates twice without 30 s of calm in between", () => {
  fc.assert(fc.property(VOICE, (voice) => {
    const told = escalationsOf(windows(voice)).map(({ endMs }) => endMs);
    for (const [place, endMs] of told.slice(1).entries()) {
      const between = windows(voice).filter((window) =>
        window.endMs > told[place]! && window.endMs <= endMs
      );
      let calmMs = 0;
      let longestMs = 0;
      for (const { posterior } of between) {
        calmMs = (posterior?.angry ?? 0) < CALM_BELOW ? calmMs + STRIDE_MS : 0;
        longestMs = Math.max(longestMs, calmMs);
      }
      assertGreater(longestMs, DEFAULT_RULE.calmMs - 1);
    }
  }));
});

Deno.test("ChannelTemper never escalates from silence, nor from windows that are not heated", () => {
  const cool = fc.array(
    fc.option(fc.double({ min: 0, max: 0.699, noNaN: true })),
    { maxLength: 300 },
  );
  fc.assert(fc.property(cool, (voice) => {
    assertEquals(escalationsOf(windows(voice)), []);
  }));
});

Deno.test("ChannelTemper hears of the same escalations though windows are left out", () => {
  const blocks = fc.array(
    fc.tuple(
      fc.integer({ min: 14_000, max: 40_000 }),
      fc.constantFrom(8_000, 20_000, 45_000, 90_000),
    ),
    { minLength: 1, maxLength: 8 },
  );
  // Up to 5 in a row: 6 strides are less than a window.
  const gaps = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 20 });
  fc.assert(fc.property(blocks, gaps, (blocks, gaps) => {
    const all = windows(
      blocks.flatMap(([hot, calm]) => [...held(0.9, hot), ...held(0.1, calm)]),
    );
    const some: Prediction[] = [];
    for (let at = 0; at < all.length; at += gaps[some.length % gaps.length]!) {
      some.push(all[at]!);
    }
    const whole = escalationsOf(all);
    const thinned = escalationsOf(some);
    assertEquals(thinned.length, whole.length);
    for (const [place, { endMs }] of thinned.entries()) {
      assert(Math.abs(endMs - whole[place]!.endMs) < 6_000);
    }
  }));
});

Deno.test("ChannelTemper hears a window once, though it is told again", () => {
  fc.assert(fc.property(VOICE, fc.nat(10), (voice, back) => {
    const once = windows(voice);
    const again = once.flatMap((window, index) =>
      index % 7 === 0
        ? [window, ...once.slice(Math.max(0, index - back), index + 1)]
        : [window]
    );
    assertEquals(escalationsOf(again), escalationsOf(once));
  }));
});

Deno.test("ChannelTemper keeps no more than the latest speech", () => {
  const temper = new ChannelTemper(DEFAULT_RULE);
  for (let index = 0; index < 100_000; index++) {
    temper.push(windowOf(index, index % 5 === 0 ? 0.9 : 0.5));
  }
  const kept = Math.ceil(DEFAULT_RULE.speechMs / STRIDE_MS) + 1;
  assert(temper.momentCount <= kept, `${temper.momentCount} moments`);
});

Deno.test("ChannelTemper goes by the numbers of its rule", () => {
  const voice = windows([
    ...held(0.45, 6_000),
    ...held(0.1, 12_000),
    ...held(0.45, 6_000),
  ]);
  const rule = {
    ...DEFAULT_RULE,
    threshold: 0.4,
    speechMs: 5_000,
    calmMs: 9_000,
  };
  assertEquals(escalationsOf(voice, rule).length, 2);
  assertEquals(escalationsOf(voice).length, 0);
  assertEquals(escalationsOf(voice, { ...rule, labels: ["fearful"] }), []);
});
