import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { AudioRing } from "../../src/client/audio_ring.ts";
import { StreamError } from "../../src/client/mod.ts";
import { Outbox, type Speaker } from "../../src/client/outbox.ts";
import { settled } from "./_fake_time.ts";

/** 16-bit audio of one channel, a sample a millisecond. */
const FORMAT = { bytesPerMoment: 2, sampleRateHz: 1_000 };

/** Writes down what is said: audio as its bytes, messages by their type. */
function ear(): Speaker & { readonly heard: (number[] | string)[] } {
  const heard: (number[] | string)[] = [];
  return {
    heard,
    sendAudio: (bytes) => heard.push([...bytes]),
    send: ({ type }) => heard.push(type),
  };
}

Deno.test("Outbox says audio and messages in the order in which they came", () => {
  const outbox = new Outbox(FORMAT, true);
  const speaker = ear();
  outbox.push(Uint8Array.of(1, 2));
  outbox.flush();
  outbox.push(Uint8Array.of(3, 4, 5, 6));
  outbox.close();
  assertEquals(speaker.heard, []);
  outbox.speakTo(speaker, 0, 300);
  assertEquals(speaker.heard, [[1, 2], "flush", [3, 4, 5, 6], "close"]);
});

Deno.test("Outbox says again what was not safe, and every message that was not answered", async () => {
  const outbox = new Outbox(FORMAT, true);
  const first = ear();
  outbox.speakTo(first, 0, 300);
  outbox.push(Uint8Array.of(1, 2, 3, 4));
  const answered = outbox.flush();
  outbox.push(Uint8Array.of(5, 6));
  const open = outbox.flush();
  outbox.flushed(0);
  await answered;
  outbox.hush();
  outbox.push(Uint8Array.of(7, 8));
  const second = ear();
  outbox.keepFrom(1);
  outbox.speakTo(second, 1, 300);
  assertEquals(second.heard, [[3, 4, 5, 6], "flush", [7, 8]]);
  outbox.flushed(1);
  await open;
});

Deno.test("Outbox keeps nothing that is on its way unless it must be said again", () => {
  const outbox = new Outbox(FORMAT, false, new AudioRing(65_536));
  const speaker = ear();
  outbox.speakTo(speaker, 0, 300);
  const second = new Uint8Array(2_000).fill(1);
  for (let i = 1; i <= 100; i++) { // 200,000 bytes through a ring of 65,536
    outbox.push(second);
    outbox.answeredUntil(1_000 * i);
  }
  const bytes = speaker.heard.flat();
  assertEquals([bytes.length, bytes.includes(0)], [200_000, false]);
});

Deno.test("Outbox knows what is owed: messages, and audio longer than a window", () => {
  const outbox = new Outbox(FORMAT, true);
  outbox.speakTo(ear(), 0, 300);
  outbox.push(new Uint8Array(600));
  assertEquals(outbox.isOwed, false);
  outbox.push(new Uint8Array(2));
  assertEquals(outbox.isOwed, true);
  outbox.answeredUntil(100);
  assertEquals(outbox.isOwed, false);
  outbox.flush();
  assertEquals(outbox.isOwed, true);
  outbox.flushed(0);
  assertEquals(outbox.isOwed, false);
});

Deno.test("Outbox forgets nothing that it has not said, whatever it is told", () => {
  const outbox = new Outbox(FORMAT, true, new AudioRing(65_536));
  const whole = new Uint8Array(65_536).fill(1);
  outbox.push(whole);
  outbox.keepFrom(1_000_000);
  assertThrows(() => outbox.push(Uint8Array.of(2, 2)), StreamError);
  const speaker = ear();
  outbox.speakTo(speaker, 0, 300);
  outbox.answeredUntil(1e6);
  assertEquals(speaker.heard.flat(), [...whole]);
});

Deno.test("Outbox that was asked to wait waits for that line alone", () => {
  const outbox = new Outbox(FORMAT, true);
  const [first, second] = [ear(), ear()];
  outbox.speakTo(first, 0, 300);
  outbox.pause(true);
  outbox.push(Uint8Array.of(1, 2));
  assertEquals(first.heard, []);
  outbox.hush();
  outbox.speakTo(second, 0, 300);
  assertEquals(second.heard, [[1, 2]]);
});

Deno.test("Outbox tells all who wait how it ended", async () => {
  for (const end of [{}, { fault: new RangeError("gone") }]) {
    const outbox = new Outbox(FORMAT, true);
    outbox.push(new Uint8Array(2));
    const waiting = [outbox.room(), outbox.flush()];
    await settled();
    outbox.end(end);
    for (const promise of waiting) {
      if ("fault" in end) await assertRejects(() => promise, RangeError);
      else await promise;
    }
  }
});
