import { assertEquals } from "@std/assert";
import { Meter } from "../../src/telemetry/meter.ts";
import { measureWebhooks } from "../../src/telemetry/webhook_measures.ts";
import { valuesOf } from "./_values.ts";

Deno.test("measureWebhooks() tells what became of each target's messages", async () => {
  const meter = new Meter();
  const counts = [{
    target: "desk",
    delivered: 9,
    retried: 3,
    dead: 1,
    dropped: 2,
    waiting: 4,
  }];
  measureWebhooks(meter, { counts });
  const messages = (result: string) =>
    `undertone_webhook_messages_total{target="desk",result="${result}"}`;
  assertEquals(Object.fromEntries(await valuesOf(meter)), {
    [messages("delivered")]: 9,
    [messages("retried")]: 3,
    [messages("dead")]: 1,
    [messages("dropped")]: 2,
    'undertone_webhook_waiting{target="desk"}': 4,
  });
});
