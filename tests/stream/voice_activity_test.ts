import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { FEATURES } from "../../src/audio/feature_spec.ts";
import {
  MIN_SPEECH_ROWS,
  VoiceActivity,
} from "../../src/stream/voice_activity.ts";
import { underCondition } from "../../src/training/conditions.ts";
import { concat, speechLike } from "../session/_signals.ts";
import {
  coloured,
  gated,
  hum,
  knocks,
  louder,
  mixed,
  narrow,
  rowsOf,
  speechIn,
  speechRowsOf,
  swelling,
  tones,
  white,
  windowsOf,
} from "./_sounds.ts";

fc.configureGlobal({ seed: 2_026 });

/** Each property hears this many sounds: four minutes of each kind. */
const RUNS = { numRuns: 40 };

const { melCount } = FEATURES;
const levelDb = fc.integer({ min: -80, max: -6 });
const seeds = fc.nat(1e6);
const durations = fc.double({ min: 0.05, max: 2.5, noNaN: true });

function silence(seconds: number): Float32Array {
  return new Float32Array(16_000 * seconds);
}

function assertNoSpeech(sound: Float32Array, name = ""): void {
  const most = Math.max(...speechRowsOf(sound));
  assert(most < MIN_SPEECH_ROWS, `${name} has ${most} rows of speech`);
}

function assertAllSpeech(sound: Float32Array, rateHz?: number): void {
  const rows = speechRowsOf(sound, rateHz);
  assert(Math.min(...rows) >= MIN_SPEECH_ROWS, `rows of speech: ${rows}`);
}

Deno.test("VoiceActivity hears no speech in silence, dither or an offset", () => {
  assertEquals(Math.max(...speechRowsOf(silence(6))), 0);
  assertNoSpeech(louder(white(6, 1), -96), "dither");
  assertNoSpeech(silence(6).fill(0.5), "an offset");
  assertNoSpeech(gated(silence(6).fill(0.5), 1, 1), "an offset that jumps");
});

Deno.test("VoiceActivity hears no speech in noise of any level and colour, from the first sample on", () => {
  const poles = fc.double({ min: -0.95, max: 0.99, noNaN: true });
  fc.assert(
    fc.property(poles, levelDb, seeds, (pole, db, seed) => {
      assertNoSpeech(louder(coloured(6, pole, seed), db));
    }),
    RUNS,
  );
});

Deno.test("VoiceActivity hears no speech in noise that starts and stops", () => {
  const poles = fc.double({ min: -0.95, max: 0.99, noNaN: true });
  fc.assert(
    fc.property(
      poles,
      levelDb,
      seeds,
      durations,
      durations,
      (pole, db, seed, on, off) => {
        assertNoSpeech(gated(louder(coloured(6, pole, seed), db), on, off));
      },
    ),
    RUNS,
  );
});

Deno.test("VoiceActivity hears no speech in noise whose level steps", () => {
  fc.assert(
    fc.property(levelDb, seeds, durations, (db, seed, on) => {
      const noise = louder(coloured(6, 0.8, seed), db);
      const step = louder(gated(noise, on, on), 10);
      assertNoSpeech(mixed(noise, step));
    }),
    RUNS,
  );
});

Deno.test("VoiceActivity hears no speech in narrow noise", () => {
  const centres = fc.integer({ min: 60, max: 3_800 });
  const widths = fc.integer({ min: 10, max: 500 });
  fc.assert(
    fc.property(centres, widths, levelDb, seeds, (centre, width, db, seed) => {
      assertNoSpeech(louder(narrow(6, centre, width, seed), db));
    }),
    RUNS,
  );
});

Deno.test("VoiceActivity hears no speech in a rumble that swells in a few bands", () => {
  // Each passes for speech with half of SPARE_BANDS, half of RISE_NATS or no
  // MARGIN_NATS.
  const one = (hertz: number, db: number) =>
    gated(swelling(narrow(6, hertz, 100, 1), db, 3), 0.3, 0.3);
  const two = (hertz: number, swells: number) =>
    mixed(
      swelling(narrow(6, hertz, 60, 1), 6, swells),
      swelling(narrow(6, 2 * hertz, 100, 10), 6, swells + 1),
    );
  assertNoSpeech(louder(one(100, 3), -50), "a rumble at 100 Hz");
  assertNoSpeech(louder(one(250, 6), -50), "a rumble at 250 Hz");
  assertNoSpeech(louder(two(100, 4), -50), "rumbles at 100 and 200 Hz");
  assertNoSpeech(louder(two(150, 4), -55), "rumbles at 150 and 300 Hz");
});

for (const db of [-60, -40, -25, -10]) {
  Deno.test(`VoiceActivity hears no speech in hum, tones, knocks and clicks at ${db} dBFS`, () => {
    const clicks = silence(6);
    for (let at = 5_000; at < clicks.length; at += 9_000) clicks[at] = 5;
    const sounds = {
      hum: hum(6),
      "hum in hiss": mixed(hum(6), louder(white(6, 1), -10)),
      "the dial tone": tones(6, 350, 440),
      "the busy tone": gated(tones(6, 480, 620), 0.5, 0.5),
      "the reorder tone": gated(tones(6, 480, 620), 0.25, 0.25),
      "the European busy tone": gated(tones(6, 425), 0.48, 0.48),
      "ringing": gated(tones(9, 440, 480), 2, 4),
      "dialled digits": gated(tones(6, 770, 1336), 0.1, 0.1),
      "knocks": knocks(6, 0.5, 1),
      "keys": mixed(knocks(6, 0.19, 1), knocks(6, 0.23, 2)),
      "clicks": clicks,
    };
    for (const [name, sound] of Object.entries(sounds)) {
      assertNoSpeech(louder(sound, db), name);
    }
  });
}

Deno.test("VoiceActivity hears no speech in the noise of an idle telephone line", () => {
  for (const db of [-80, -70, -60, -50, -40]) {
    const line = underCondition(louder(white(6, 5), db), "telephone");
    assertNoSpeech(line, `a line at ${db} dBFS`);
  }
});

Deno.test("VoiceActivity hears speech from the first sample on, in the first window", () => {
  assertAllSpeech(speechLike(6));
});

Deno.test("VoiceActivity hears speech at any level and pitch that is clear of the floor", () => {
  const levels = fc.integer({ min: -24, max: 15 });
  const pitches = fc.integer({ min: 90, max: 300 });
  fc.assert(
    fc.property(levels, pitches, seeds, (db, pitchHz, seed) => {
      const voice = speechLike(4, 16_000, { pitchHz, seed });
      assertAllSpeech(louder(voice, db));
    }),
    { numRuns: 20 },
  );
});

Deno.test("VoiceActivity hears speech over the telephone", () => {
  assertAllSpeech(underCondition(speechLike(6), "telephone"));
  assertAllSpeech(speechLike(6, 8_000), 8_000);
  assertAllSpeech(speechLike(6, 48_000), 48_000);
});

Deno.test("VoiceActivity hears speech 10 dB above a noise that never stops", () => {
  const voice = speechLike(6);
  const rms = Math.sqrt(voice.reduce((sum, x) => sum + x * x, 0) / 96_000);
  for (const pole of [0, 0.9]) {
    const noise = coloured(6, pole, 9).map((x) => x * rms * 10 ** (-10 / 20));
    assertAllSpeech(mixed(voice, noise));
  }
});

Deno.test("VoiceActivity hears a word between long silences, in every window that holds it", () => {
  const sound = concat(silence(3), speechLike(0.7), silence(3));
  const rows = speechRowsOf(sound);
  const holding = rows.map((_, k) => {
    const endMs = 985 + 480 * k;
    return endMs > 3_700 + 100 && endMs - 3_000 < 3_000 - 100;
  });
  rows.forEach((count, k) => {
    if (holding[k]) assert(count >= MIN_SPEECH_ROWS, `window ${k}: ${count}`);
  });
  assertEquals(rows[0], 0);
});

Deno.test("VoiceActivity hears speech that follows a burst of noise", () => {
  const burst = louder(white(1.5, 4), -25);
  const rows = speechRowsOf(concat(silence(1), burst, speechLike(1)));
  assert(rows.at(-1)! >= MIN_SPEECH_ROWS);
  const withoutSpeech = speechRowsOf(concat(silence(1), burst, silence(1)));
  assert(Math.max(...withoutSpeech) < MIN_SPEECH_ROWS);
});

Deno.test("VoiceActivity counts about the rows that are spoken, and never more than there are", () => {
  const sound = concat(silence(1), speechLike(1), silence(0.97));
  const { rows } = speechIn(rowsOf(sound));
  assert(rows >= 40 && rows <= 105, `${rows}`);
  for (const window of windowsOf(speechLike(4))) {
    assert(speechIn(window).rows <= window.length / melCount);
  }
});

Deno.test("VoiceActivity finds in a window what it finds in its rows alone, whatever came before", () => {
  const sound = concat(speechLike(4), silence(2), speechLike(3));
  const rows = rowsOf(sound);
  const count = rows.length / melCount;
  const activity = new VoiceActivity(melCount, count);
  for (let row = 0; row < count; row++) {
    activity.push(rows.subarray(row * melCount, (row + 1) * melCount));
  }
  const starts = fc.nat(Math.floor(count / 2) - 1).map((beat) => 2 * beat);
  fc.assert(
    fc.property(starts, fc.nat(350), (first, length) => {
      const end = Math.min(count, first + length);
      const window = rows.slice(first * melCount, end * melCount);
      assertEquals(activity.speechOf(first, end), speechIn(window));
    }),
  );
});

Deno.test("VoiceActivity forgets nothing that its capacity promises, over an hour", () => {
  const rows = rowsOf(speechLike(4));
  const count = rows.length / melCount;
  const activity = new VoiceActivity(melCount, 345);
  for (let row = 0; row < 360_001; row++) {
    const at = row % count * melCount;
    activity.push(rows.subarray(at, at + melCount));
  }
  assert(activity.speechOf(360_001 - 345 + 1, 360_001).rows > 200);
  assertThrows(
    () => activity.speechOf(359_000, 359_300),
    RangeError,
    "must lie between",
  );
  assertThrows(
    () => activity.speechOf(360_000, 360_002),
    RangeError,
    "current value is 360001",
  );
});

Deno.test("VoiceActivity tells new speech from what was known", () => {
  const rows = rowsOf(concat(speechLike(1.5), speechLike(1.5)));
  const count = rows.length / melCount;
  const activity = new VoiceActivity(melCount, count);
  for (let row = 0; row < count; row++) {
    activity.push(rows.subarray(row * melCount, (row + 1) * melCount));
  }
  const all = activity.speechOf(0, count);
  assertEquals(all.newRows, all.rows);
  let before = all.rows;
  for (let known = 0; known <= count; known += 10) {
    const { rows, newRows } = activity.speechOf(0, count, known);
    assertEquals(rows, all.rows);
    assert(newRows <= Math.min(before, count - known), `${newRows}`);
    before = newRows;
  }
  assertEquals(before <= 10, true);
});

Deno.test("VoiceActivity hears nothing in fewer rows than a look takes", () => {
  const rows = rowsOf(speechLike(1));
  for (const count of [0, 1, 2, 15]) {
    assertEquals(speechIn(rows.subarray(0, count * melCount)).rows, 0);
  }
  assertEquals(speechIn(rows.subarray(0, 17 * melCount)).rows >= 0, true);
});

Deno.test("VoiceActivity hears what it heard when floor and rows rise together", () => {
  const rows = rowsOf(speechLike(3));
  const nats = Math.round(Math.log(100) * 1024) / 1024; // whole steps
  const raised = rows.map((value) => value + nats);
  const floor = FEATURES.powerFloor * Math.exp(nats);
  assertEquals(speechIn(raised, floor).rows, speechIn(rows).rows);
});

Deno.test("VoiceActivity takes rows far beyond any sound as the loudest it can keep", () => {
  const row = new Float32Array(melCount).fill(1e6);
  const rows = new Float32Array(40 * melCount).fill(-1e6);
  rows.set(row, 20 * melCount);
  assert(speechIn(rows).rows <= 40);
});

Deno.test("VoiceActivity that begins in the midst finds in a window what one from the start does", () => {
  const rows = rowsOf(concat(speechLike(3), silence(1), speechLike(2)));
  const rowAt = (row: number) =>
    rows.subarray(row * melCount, (row + 1) * melCount);
  const rowCount = rows.length / melCount;
  const whole = new VoiceActivity(melCount, rowCount);
  for (let row = 0; row < rowCount; row++) whole.push(rowAt(row));
  for (const firstRow of [0, 8, 33, 250]) {
    const late = new VoiceActivity(melCount, rowCount, undefined, firstRow);
    for (let row = firstRow; row < rowCount; row++) late.push(rowAt(row));
    for (const first of [firstRow, firstRow + 1, firstRow + 48]) {
      for (const length of [15, 100, 297]) {
        const end = Math.min(rowCount, first + length);
        assertEquals(
          late.speechOf(first, end, first + 40),
          whole.speechOf(first, end, first + 40),
        );
      }
    }
    if (firstRow < 2) continue;
    assertThrows(() => late.speechOf(firstRow - 2, rowCount), RangeError);
  }
});
