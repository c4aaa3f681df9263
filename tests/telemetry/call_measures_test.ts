import { assertEquals } from "@std/assert";
import { CallCounters } from "../../src/results/call_counters.ts";
import { measureCalls } from "../../src/telemetry/call_measures.ts";
import { Meter } from "../../src/telemetry/meter.ts";
import { CALL, tellAll } from "../session/_events.ts";
import { valuesOf } from "./_values.ts";

Deno.test("measureCalls() makes every count of calls known", async () => {
  const meter = new Meter();
  const calls = new CallCounters();
  measureCalls(meter, calls);
  tellAll(calls);
  calls.started(CALL);
  const values = await valuesOf(meter);
  assertEquals(Object.fromEntries(values), {
    'undertone_open_channels{platform="twilio",role="customer"}': 1,
    'undertone_open_calls{platform="twilio"}': 1,
    'undertone_calls_started_total{platform="twilio"}': 2,
    'undertone_calls_ended_total{platform="twilio",outcome="bad_json"}': 1,
    'undertone_calls_refused_total{platform="plivo",reason="forbidden"}': 1,
    'undertone_calls_interrupted_total{platform="twilio"}': 1,
    'undertone_calls_resumed_total{platform="twilio"}': 1,
    'undertone_predictions_total{role="customer",label="happy",state="speech"}':
      1,
    'undertone_lost_chunks_total{platform="twilio",kind="late"}': 2,
    'undertone_lost_audio_seconds_total{platform="twilio",kind="filled"}': 0.04,
  });
});
