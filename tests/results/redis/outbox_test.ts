import { assert, assertEquals } from "@std/assert";
import type { CallEvent } from "../../../src/results/call_event.ts";
import type {
  Answer,
  Parcel,
} from "../../../src/results/redis/append_script.ts";
import { Outbox } from "../../../src/results/redis/outbox.ts";
import { callOf, ended, predicted, started, windowOf } from "../_calls.ts";

/** An outbox, and a Redis that answers when the test says so. */
function scene(maxBytes?: number) {
  const sent: {
    ids: string[];
    gaps: boolean[];
    answer: (answers: Answer[]) => void;
    fail: () => void;
  }[] = [];
  const faults: string[] = [];
  const refused: string[] = [];
  const outbox = new Outbox({
    send(batch: readonly Parcel[]) {
      const { promise, resolve, reject } = Promise.withResolvers<Answer[]>();
      sent.push({
        ids: batch.map(({ entry }) => entry.id),
        gaps: batch.map(({ isAfterGap }) => isAfterGap),
        answer: resolve,
        fail: () => reject(new Error("gone")),
      });
      return promise;
    },
    onFault: (fault) => faults.push(fault),
    onRefused: (fault) => refused.push(fault),
    maxBytes,
  });
  const told: string[] = [];
  let place = 0;
  return {
    outbox,
    sent,
    faults,
    refused,
    told,
    append(event: CallEvent) {
      const id = `0-${++place}`;
      outbox.append({ id, event }, JSON.stringify(event)).then((appended) =>
        told.push(`${id} ${appended}`)
      );
    },
  };
}
const settle = () => new Promise((resolve) => setTimeout(resolve));
const window = (i: number) => predicted(windowOf(i, 0.1));

Deno.test("Outbox sends one batch at a time, with all that came meanwhile in the next", async () => {
  const { outbox, sent, told, append } = scene();
  outbox.open();
  append(started());
  append(window(0));
  await settle();
  append(window(1));
  await settle();
  assertEquals(sent.map(({ ids }) => ids), [["0-1", "0-2"]]);
  sent[0]!.answer(["taken", "known"]);
  await settle();
  assertEquals(told, ["0-1 taken", "0-2 known"]);
  assertEquals(sent.map(({ ids }) => ids), [["0-1", "0-2"], ["0-3"]]);
  sent[1]!.answer(["superseded"]);
  await outbox.drained();
  assertEquals([told.at(-1), outbox.count], ["0-3 superseded", 0]);
});

Deno.test("Outbox takes events while Redis is away, and sends them in order when it is back", async () => {
  const { outbox, sent, told, faults, append } = scene();
  append(started());
  await settle();
  assertEquals(told, ["0-1 taken"]);
  outbox.open();
  await settle();
  append(window(0));
  sent[0]!.fail();
  await settle();
  assertEquals(faults, ["gone"]);
  assertEquals(told, ["0-1 taken", "0-2 taken"]);
  append(window(1));
  outbox.open();
  await settle();
  assertEquals(sent[1]!.ids, ["0-1", "0-2", "0-3"]);
});

Deno.test("Outbox stops where Redis takes nothing now, and goes on from there", async () => {
  const { outbox, sent, told, faults, append } = scene();
  outbox.open();
  for (let i = 0; i < 3; i++) append(window(i));
  await settle();
  sent[0]!.answer(["taken", { fault: "OOM command not allowed" }]);
  await settle();
  assertEquals(faults, ["OOM command not allowed"]);
  assertEquals(told, ["0-1 taken", "0-2 taken", "0-3 taken"]);
  outbox.open();
  await settle();
  assertEquals(sent[1]!.ids, ["0-2", "0-3"]);
  assertEquals(outbox.droppedCount, 0);
});

Deno.test("Outbox gives up the one event that Redis will never take", async () => {
  const { outbox, sent, refused, append } = scene();
  outbox.open();
  for (let i = 0; i < 3; i++) append(window(i));
  await settle();
  sent[0]!.answer([{ fault: "WRONGTYPE Operation against a key" }]);
  await settle();
  assertEquals(sent[1]!.ids, ["0-2", "0-3"]);
  assertEquals([outbox.droppedCount, refused.length], [1, 1]);
});

Deno.test("Outbox drops predictions first where too many wait, counts them, and marks the gap", async () => {
  const { outbox, sent, append } = scene(20_000);
  const other = callOf({ sessionId: "other" });
  append(started());
  append(started(other));
  for (let i = 0; i < 200; i++) append(window(i));
  append(ended());
  outbox.open();
  await settle();
  const [batch] = sent;
  assert(batch!.ids.length <= 20_000 / 1_500);
  assertEquals(batch!.ids.slice(0, 2), ["0-1", "0-2"]);
  assertEquals(batch!.ids.at(-1), "0-203");
  assertEquals(batch!.gaps.slice(0, 3), [true, false, true]);
  assertEquals(outbox.droppedCount, 203 - batch!.ids.length);
});

Deno.test("Outbox drops even beginnings and ends where nothing else waits", async () => {
  const { outbox, sent, append } = scene(20_000);
  for (let i = 0; i < 200; i++) {
    append(started(callOf({ sessionId: `call-${i}` })));
  }
  outbox.open();
  await settle();
  assert(sent[0]!.ids.length <= 20_000 / 1_500);
  assertEquals(sent[0]!.ids.at(-1), "0-200");
});
