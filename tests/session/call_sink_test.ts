import { assertEquals } from "@std/assert";
import { allSinks, type CallSink } from "../../src/session/call_sink.ts";
import { RecordingSink } from "./_calls.ts";
import { tellAll } from "./_events.ts";

Deno.test("allSinks() tells every sink, whatever another one throws", () => {
  const broken: CallSink = {
    started: () => fail(),
    resumed: () => fail(),
    interrupted: () => fail(),
    predicted: () => fail(),
    ended: () => fail(),
    refused: () => fail(),
  };
  const fail = () => {
    throw new Error("broken");
  };
  const faults: unknown[] = [];
  const sinks = [new RecordingSink(), new RecordingSink()];
  tellAll(
    allSinks([sinks[0]!, broken, sinks[1]!], (fault) => faults.push(fault)),
  );
  for (const { calls, predictions, ends, refusals } of sinks) {
    assertEquals([calls.length, predictions.length, ends.length], [1, 1, 1]);
    assertEquals(refusals.length, 1);
  }
  assertEquals(faults.length, 6);
});
