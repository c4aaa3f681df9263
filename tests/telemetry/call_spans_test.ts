import { assertEquals } from "@std/assert";
import { CallSpans } from "../../src/telemetry/call_spans.ts";
import { CALL, tellAll } from "../session/_events.ts";

Deno.test("CallSpans leaves no span open of calls that have ended or lost their client", () => {
  const spans = new CallSpans();
  tellAll(spans);
  assertEquals(spans.openCount, 0);
  spans.started(CALL);
  spans.started(CALL);
  assertEquals(spans.openCount, 1);
  spans.interrupted(CALL);
  spans.interrupted(CALL);
  assertEquals(spans.openCount, 0);
});
