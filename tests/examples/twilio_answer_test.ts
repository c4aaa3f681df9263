import { assertEquals, assertStringIncludes } from "@std/assert";
import { startExample } from "./_example.ts";

Deno.test("examples/twilio_answer.ts starts a stream of the caller and dials on", async () => {
  await using example = await startExample("twilio_answer.ts", {
    STREAM_URL: "wss://voice.example.com/v1/twilio/a&b",
    DIAL: "+15550100",
  });
  const port = Number(/\d+/.exec(example.said)![0]);
  const response = await fetch(`http://127.0.0.1:${port}/`, {
    method: "POST",
    body: new URLSearchParams({ CallSid: "CA1" }),
  });
  assertEquals(response.headers.get("content-type"), "text/xml");
  const answer = await response.text();
  assertStringIncludes(
    answer,
    '<Stream url="wss://voice.example.com/v1/twilio/a&amp;b" track="inbound_track" />',
  );
  assertStringIncludes(answer, "<Dial>+15550100</Dial>");
});
