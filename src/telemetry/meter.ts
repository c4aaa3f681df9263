/**
 * What is measured, told in two ways at once: on request in the format of
 * Prometheus, and by OpenTelemetry where Deno has it switched on.
 *
 * What is counted stays with whoever counts it, and is read when somebody asks;
 * only what is spread over a range is told as it happens.
 *
 * @module
 */
// The usual client of Prometheus: its own registries, its own text format.
import { Counter, Gauge, Histogram, Registry } from "prom-client";
// Does nothing unless the process was started with OTEL_DENO=true.
import { metrics, type Observable } from "@opentelemetry/api";

/** Tells apart what goes by one name; the values come from short lists in the code. */
export type Labels = Readonly<Record<string, string>>;

/** One value now. */
export interface Sample {
  readonly value: number;
  readonly labels?: Labels;
}

/** Something that is measured. */
export interface MeasureName {
  /** As Prometheus has it. */
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
}

/** Something that is counted, or stands, elsewhere. */
export interface Reading extends MeasureName {
  /** The values now; called when somebody asks. */
  readonly read: () => Iterable<Sample>;
}

/** Something that is spread over a range. */
export interface Distribution extends MeasureName {
  /** Upper ends of the ranges that are counted, ascending. */
  readonly edges: readonly number[];
}

/** Hears of one value. */
export type Observe = (value: number, labels?: Labels) => void;

const SCOPE = "undertone";

/** Where everything that is measured is made known. */
export class Meter {
  readonly #registry = new Registry();
  readonly #otel = metrics.getMeter(SCOPE);

  /** What `Content-Type` the text has. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All values now, in Prometheus' text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** Makes something known that only grows. */
  counter({ name, help, labelNames = [], read }: Reading): void {
    new Counter({
      name,
      help,
      labelNames,
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const { labels = {}, value } of read()) this.inc(labels, value);
      },
    });
    exportReadings(
      this.#otel.createObservableCounter(...otelNames(name, help)),
      read,
    );
  }

  /** Makes something known that goes up and down. */
  gauge({ name, help, labelNames = [], read }: Reading): void {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const { labels = {}, value } of read()) this.set(labels, value);
      },
    });
    exportReadings(
      this.#otel.createObservableGauge(...otelNames(name, help)),
      read,
    );
  }

  /** Makes something known that is spread over a range. */
  histogram({ name, help, labelNames = [], edges }: Distribution): Observe {
    const histogram = new Histogram({
      name,
      help,
      labelNames,
      buckets: [...edges],
      registers: [this.#registry],
    });
    const [otelName, options] = otelNames(name, help);
    const otel = this.#otel.createHistogram(otelName, {
      ...options,
      advice: { explicitBucketBoundaries: [...edges] },
    });
    return (value, labels = {}) => {
      histogram.observe(labels, value);
      otel.record(value, labels);
    };
  }
}

/** Lets OpenTelemetry ask for the values when it exports. */
function exportReadings(instrument: Observable, read: Reading["read"]): void {
  instrument.addCallback((result) => {
    for (const { labels, value } of read()) result.observe(value, labels);
  });
}

const UNITS: Readonly<Record<string, string>> = { seconds: "s", bytes: "By" };

/**
 * `undertone_lost_audio_seconds_total` as `undertone.lost_audio` in "s": what goes on
 * from a collector to Prometheus gets its old name back.
 */
function otelNames(
  name: string,
  description: string,
): [string, { description: string; unit?: string }] {
  const [, stem, suffix] = /^(.+?)(?:_(seconds|bytes))?(?:_total)?$/.exec(
    name,
  )!;
  const unit = UNITS[suffix ?? ""];
  return [stem!.replace("_", "."), { description, ...(unit && { unit }) }];
}
