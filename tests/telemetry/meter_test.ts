import { assert, assertEquals } from "@std/assert";
import { Meter } from "../../src/telemetry/meter.ts";
import { valuesOf } from "./_values.ts";

Deno.test("Meter reads what is counted elsewhere whenever it is asked", async () => {
  const meter = new Meter();
  let count = 1;
  meter.counter({
    name: "undertone_said_total",
    help: "said",
    labelNames: ["who"],
    read: () => [{ labels: { who: "me" }, value: count }],
  });
  meter.gauge({
    name: "undertone_waiting",
    help: "waiting",
    read: () => count > 1 ? [] : [{ value: 7 }],
  });
  const first = await valuesOf(meter);
  assertEquals(first.get('undertone_said_total{who="me"}'), 1);
  assertEquals(first.get("undertone_waiting"), 7);
  count = 5;
  assertEquals(
    (await valuesOf(meter)).get('undertone_said_total{who="me"}'),
    5,
  );
});

Deno.test("Meter counts a value into every range that ends above it", async () => {
  const meter = new Meter();
  const observe = meter.histogram({
    name: "undertone_wait_seconds",
    help: "wait",
    edges: [0.25, 0.48],
  });
  for (const value of [0.1, 0.25, 0.3, 9]) observe(value);
  const values = await valuesOf(meter);
  const upTo = (edge: string) =>
    values.get(`undertone_wait_seconds_bucket{le="${edge}"}`);
  assertEquals([upTo("0.25"), upTo("0.48"), upTo("+Inf")], [2, 3, 4]);
});

Deno.test("Meter escapes labels and says its content type", async () => {
  const meter = new Meter();
  meter.gauge({
    name: "undertone_odd",
    help: "odd",
    labelNames: ["label"],
    read: () => [{ labels: { label: 'a"b\n' }, value: 1 }],
  });
  assert((await meter.text()).includes('undertone_odd{label="a\\"b\\n"} 1'));
  assertEquals(
    meter.contentType,
    "text/plain; version=0.0.4; charset=utf-8",
  );
});

Deno.test("two Meters share nothing", async () => {
  const [one, other] = [new Meter(), new Meter()];
  const name = { name: "undertone_same", help: "same" };
  one.gauge({ ...name, read: () => [{ value: 1 }] });
  other.gauge({ ...name, read: () => [{ value: 2 }] });
  assertEquals((await valuesOf(one)).get("undertone_same"), 1);
});
