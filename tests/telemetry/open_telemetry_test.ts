/** The program with OpenTelemetry on, one call, and a collector that writes down what it is sent. */
import { assert, assertEquals } from "@std/assert";
import { startProgram } from "../_program.ts";
import { call } from "../server/_server.ts";
import { pcm16, speechLike } from "../session/_signals.ts";

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Span {
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
}

/** The parts of OTLP that the tests look at. */
interface Exported {
  readonly resourceSpans?: {
    readonly scopeSpans: { readonly spans: readonly Span[] }[];
  }[];
  readonly resourceMetrics?: {
    readonly scopeMetrics: {
      readonly metrics: { readonly name: string; readonly unit: string }[];
    }[];
  }[];
  readonly resourceLogs?: {
    readonly scopeLogs: {
      readonly logRecords: {
        readonly severityText: string;
        readonly body: { readonly stringValue: string };
      }[];
    }[];
  }[];
}

/** Takes OTLP as JSON over HTTP, as a collector does. */
function startCollector() {
  const exported: Exported[] = [];
  const asked = new Map<string, () => void>();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const text = await request.text();
      exported.push(JSON.parse(text));
      for (const [name, heard] of asked) if (text.includes(name)) heard();
      return Response.json({});
    },
  );
  return {
    server,
    exported,
    url: `http://127.0.0.1:${server.addr.port}`,
    /** Resolves once something is sent that has this name in it. */
    heard: (name: string) =>
      new Promise<void>((resolve) => asked.set(name, resolve)),
  };
}

function attributesOf({ attributes }: Span): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [
    key,
    Object.values(value)[0],
  ]));
}

Deno.test("with OTEL_DENO=true there is a span of the call and of every batch, and what is measured is exported", async () => {
  const { server, exported, url, heard } = startCollector();
  const program = await startProgram({
    ENGINE_WORKERS: "0",
    OTEL_DENO: "true",
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_METRIC_EXPORT_INTERVAL: "100",
  });
  const { messages } = await call(
    `${program.wsUrl}/v1/stream`,
    [new Uint8Array(pcm16(speechLike(4)))],
  );
  await heard('"undertone.calls_ended"');
  assertEquals(await program.stop(), 0);
  await server.shutdown();

  const spans = exported.flatMap(({ resourceSpans = [] }) => resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans).flatMap(({ spans }) => spans);
  const calls = spans.filter(({ name }) => name === "call");
  assertEquals(calls.length, 1);
  const opened = messages.find(({ type }) => type === "opened");
  assert(opened?.type === "opened");
  const about = attributesOf(calls[0]!);
  assertEquals(about["undertone.session.id"], opened.sessionId);
  assertEquals([about["undertone.platform"], about["undertone.tenant"]], [
    "native",
    "default",
  ]);
  assertEquals(about["undertone.end.reason"], "client_close");

  const batches = spans.filter(({ name }) => name === "batch");
  const windows = batches.reduce(
    (sum, batch) =>
      sum + Number(attributesOf(batch)["undertone.batch.windows"]),
    0,
  );
  const predictions = messages.filter(({ type }) => type === "prediction");
  assertEquals(windows, predictions.length);
  const [start, end] = [
    BigInt(calls[0]!.startTimeUnixNano),
    BigInt(calls[0]!.endTimeUnixNano),
  ];
  for (const { startTimeUnixNano, endTimeUnixNano } of batches) {
    assert(BigInt(startTimeUnixNano) >= start - 5_000_000n);
    assert(BigInt(endTimeUnixNano) <= end + 5_000_000n);
  }

  const metrics = exported.flatMap(({ resourceMetrics = [] }) =>
    resourceMetrics
  ).flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap(({ metrics }) =>
      metrics.map(({ name, unit }) => `${name} ${unit}`)
    );
  for (
    const name of [
      "undertone.window_latency s",
      "undertone.batch_windows ",
      "undertone.event_loop_delay s",
      "undertone.predictions ",
      "undertone.calls_ended ",
    ]
  ) assert(metrics.includes(name), `${name} is not in ${metrics}`);

  const logs = exported.flatMap(({ resourceLogs = [] }) => resourceLogs)
    .flatMap(({ scopeLogs }) => scopeLogs)
    .flatMap(({ logRecords }) => logRecords);
  const ended = logs.find(({ body }) =>
    body.stringValue.includes('"event":"call_ended"')
  );
  assertEquals(ended?.severityText, "INFO");
});
