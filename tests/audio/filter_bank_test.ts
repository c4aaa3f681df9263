import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertLess,
} from "@std/assert";
import { FilterBank, filterBankFor } from "../../src/audio/filter_bank.ts";
import { noise } from "./_signals.ts";

/** The output of inputs at one of `up` phases. */
function outputAt(
  bank: FilterBank,
  inputs: Float64Array,
  phase: number,
  up: number,
): number {
  bank.inputs.set(inputs);
  const turn = bank.run({ up, down: 1, phase }, bank.tapCount, 1);
  assertEquals(turn.outputCount, 1);
  return bank.outputs[0]!;
}

/** Response in dB by frequency (in cycles an input sample), from the filters of all phases together. */
function createResponse(ratio: number, phases: number): (at: number) => number {
  const bank = new FilterBank(ratio, phases);
  const taps = Array.from({ length: phases * bank.tapCount }, (_, i) => {
    const tap = Math.floor(i / phases);
    const impulse = new Float64Array(bank.tapCount);
    impulse[tap] = 1;
    return {
      time: tap - (bank.tapCount / 2 - 1) - i % phases / phases,
      value: outputAt(bank, impulse, i % phases, phases),
    };
  });
  return (at) => {
    let re = 0;
    let im = 0;
    for (const { time, value } of taps) {
      re += value * Math.cos(2 * Math.PI * at * time);
      im += value * Math.sin(2 * Math.PI * at * time);
    }
    return 20 * Math.log10(Math.hypot(re, im) / phases);
  };
}

/** Frequencies from `first` to `last`, in Nyquist frequencies of the lower rate. */
function* sweep(first: number, last: number): Generator<number> {
  for (let i = 0; i <= 97; i++) yield first + (last - first) * i / 97;
}

/** Falling and rising ratios, and where their pass- and stopbands are. */
const CASES = [
  { name: "48 to 16 kHz", ratio: 1 / 3, phases: 1, pass: 0.8, stop: 1, end: 3 },
  { name: "24 to 16 kHz", ratio: 2 / 3, phases: 2, pass: 0.8, stop: 1, end: 3 },
  { name: "16 to 8 kHz", ratio: 1 / 2, phases: 1, pass: 0.8, stop: 1, end: 2 },
  { name: "8 to 16 kHz", ratio: 2, phases: 2, pass: 0.9, stop: 1.1, end: 2 },
  {
    name: "12 to 16 kHz",
    ratio: 4 / 3,
    phases: 4,
    pass: 0.9,
    stop: 1.1,
    end: 4,
  },
];

for (const { name, ratio, phases, pass, stop, end } of CASES) {
  const nyquist = Math.min(1, ratio) / 2;

  Deno.test(`FilterBank from ${name} is flat within 0.002 dB up to ${pass} N`, () => {
    const response = createResponse(ratio, phases);
    for (const at of sweep(0, pass)) {
      assertAlmostEquals(response(at * nyquist), 0, 0.002, `at ${at} N`);
    }
  });

  Deno.test(`FilterBank from ${name} stops 78 dB from ${stop} N on`, () => {
    const response = createResponse(ratio, phases);
    for (const at of sweep(stop, end)) {
      assertLess(response(at * nyquist), -78, `at ${at} N`);
    }
  });
}

Deno.test("FilterBank keeps a constant, at every phase", () => {
  const bank = new FilterBank(16_000 / 11_025, 640);
  const ones = new Float64Array(bank.tapCount).fill(1);
  for (let phase = 0; phase < 640; phase++) {
    assertAlmostEquals(outputAt(bank, ones, phase, 640), 1, 1e-7);
  }
});

Deno.test("FilterBank is the input itself where output and input coincide", () => {
  const bank = new FilterBank(2, 2);
  const inputs = Float64Array.from(noise(bank.tapCount));
  const centre = Math.fround(inputs[bank.tapCount / 2 - 1]!);
  assertEquals(outputAt(bank, inputs, 0, 2), centre);
});

Deno.test("FilterBank interpolates to -100 dB of a filter of the phase's own", () => {
  const ratio = 16_000 / 12_345;
  const coarse = new FilterBank(ratio, 512);
  const exact = new FilterBank(ratio, 3200);
  const inputs = Float64Array.from(noise(coarse.tapCount), (x) => 4 * x); // full scale
  for (let phase = 0; phase < 3200; phase++) {
    assertAlmostEquals(
      outputAt(coarse, inputs, phase, 3200),
      outputAt(exact, inputs, phase, 3200),
      1e-5,
    );
  }
});

Deno.test("filterBankFor() gives streams of the same rates the same bank", () => {
  const bank = filterBankFor(2, 2);
  assert(filterBankFor(2, 2) === bank);
  assert(filterBankFor(1 / 2, 2) !== bank);
  assert(filterBankFor(2, 4) !== bank);
});

Deno.test("filterBankFor() forgets the bank that was longest unused", () => {
  const used = filterBankFor(1, 1);
  const unused = filterBankFor(1, 2);
  for (let phases = 3; phases < 10; phases++) {
    filterBankFor(1, phases);
    assert(filterBankFor(1, 1) === used);
  }
  assert(filterBankFor(1, 2) !== unused);
});
