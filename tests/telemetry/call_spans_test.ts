import { assertEquals } from "@std/assert";
import { CallSpans } from "../../src/telemetry/call_spans.ts";
import { CALL, tellAll } from "../session/_events.ts";

Deno.test("CallSpans leaves no span open of calls that have ended or lost their client", () => {
  const spans = new CallSpans();
  tellAll(spans);
  spans.interrupted({ ...CALL, generation: 1 });
  assertEquals(spans.openCount, 0);
  spans.started(CALL);
  spans.started(CALL);
  assertEquals(spans.openCount, 1);
  spans.interrupted(CALL);
  spans.interrupted(CALL);
  assertEquals(spans.openCount, 0);
});

Deno.test("CallSpans lets no older generation end the span of a newer one", () => {
  const spans = new CallSpans();
  spans.resumed({ ...CALL, generation: 2 });
  spans.interrupted({ ...CALL, generation: 1 });
  assertEquals(spans.openCount, 1);
  spans.interrupted({ ...CALL, generation: 2 });
  assertEquals(spans.openCount, 0);
});
