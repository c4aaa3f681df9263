/**
 * A model, a clock and a client without tensors, time or sockets.
 *
 * @module
 */
import { FEATURES } from "../../src/audio/feature_spec.ts";
import type {
  Prediction,
  ServerMessage,
} from "../../src/protocol/native/messages.ts";
import type { ProtocolError } from "../../src/protocol/protocol_error.ts";
import type { AudioFormat } from "../../src/session/audio_format.ts";
import { Backlog } from "../../src/session/backlog.ts";
import { ByteBudget } from "../../src/session/byte_budget.ts";
import type { ClientPort } from "../../src/session/client_port.ts";
import type {
  ModelGeometry,
  Score,
  ScoreRequest,
  SessionModel,
} from "../../src/session/scoring.ts";
import { Session } from "../../src/session/session.ts";
import type {
  SessionDeps,
  SessionReport,
} from "../../src/session/session_deps.ts";

/** Values of an embedding. */
const EMBEDDING_SIZE = 4;

/** The geometry that ships, with small steps: a fake one is the embedding alone. */
export const GEOMETRY: ModelGeometry = {
  blockRows: 25,
  strideRows: 8,
  stepBytes: 4 * EMBEDDING_SIZE,
  windowEmbeddings: 35,
  firstEmbeddings: 10,
};

export const LABELS = ["calm", "happy", "angry"];

const { blockRows, strideRows } = GEOMETRY;
const { melCount } = FEATURES;

/** An embedding that depends on its block of rows and on nothing else. */
export function fakeEmbedding(block: Float32Array): Float32Array {
  const embedding = new Float32Array(EMBEDDING_SIZE);
  block.forEach((value, i) => {
    embedding[i % EMBEDDING_SIZE]! += value * (1 + i % 7) / block.length;
  });
  return embedding;
}

/** Embeddings `[k, EMBEDDING_SIZE]` of rows `[n, melCount]`. */
export function fakeEmbeddings(rows: Float32Array): Float32Array {
  const rowCount = rows.length / melCount;
  const count = rowCount === 0 ? 0 : (rowCount - blockRows) / strideRows + 1;
  if (!Number.isInteger(count)) throw new Error(`${rowCount} rows`);
  const embeddings = new Float32Array(count * EMBEDDING_SIZE);
  for (let e = 0; e < count; e++) {
    const first = e * strideRows * melCount;
    const block = rows.subarray(first, first + blockRows * melCount);
    embeddings.set(fakeEmbedding(block), e * EMBEDDING_SIZE);
  }
  return embeddings;
}

/** A posterior that depends on every embedding of its window, and their order. */
export function fakePosterior(embeddings: Float32Array): Float32Array {
  const logits = LABELS.map((_, label) =>
    embeddings.reduce(
      (sum, value, i) => sum + value * Math.sin(i * (label + 1)) / 8,
      0,
    )
  );
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - highest));
  const total = powers.reduce((a, b) => a + b);
  return Float32Array.from(powers, (power) => power / total);
}

/** Parts that lie one after the other, as one. */
export function joined(parts: readonly Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

/** Scores at once. */
export const fakeScore: Score = ({ rows, steps }: ScoreRequest) => {
  const fresh = fakeEmbeddings(joined(rows));
  const window = joined([new Float32Array(steps.slice().buffer), fresh]);
  if (window.length > GEOMETRY.windowEmbeddings * EMBEDDING_SIZE) {
    throw new Error(`a window of ${window.length / EMBEDDING_SIZE} embeddings`);
  }
  return Promise.resolve({
    steps: new Uint8Array(fresh.buffer),
    posterior: fakePosterior(window),
  });
};

/** A model that scores as it is told. */
export function fakeModel(score: Score = fakeScore): SessionModel {
  return {
    name: "fake",
    sha256: "ab".repeat(32),
    labels: LABELS,
    features: FEATURES,
    geometry: GEOMETRY,
    uncertainBelow: 0.4,
    score,
  };
}

/** A scorer that answers when it is let, oldest request first. */
export class GatedScore {
  readonly #gates: (() => void)[] = [];
  readonly score: Score = async (request) => {
    await new Promise<void>((resolve) => this.#gates.push(resolve));
    return await fakeScore(request);
  };

  /** Requests that wait. */
  get waiting(): number {
    return this.#gates.length;
  }

  /** Answers the oldest request, and lets what follows from it happen. */
  async release(): Promise<void> {
    await settle();
    this.#gates.shift()?.();
    await settle();
  }
}

/** A clock that stands still until it is set. */
export class FakeClock {
  nowMs = 0;
  readonly now = (): number => this.nowMs;
}

/** A client that remembers what it was told. */
export class FakeClient implements ClientPort {
  readonly messages: ServerMessage[] = [];
  closed: { code: number; reason: string } | undefined;
  unsentBytes = 0;

  send(text: string): void {
    this.messages.push(JSON.parse(text));
  }

  close(code: number, reason: string): void {
    this.closed = { code, reason };
  }

  /** The messages of one type. */
  of<T extends ServerMessage["type"]>(type: T) {
    return this.messages.filter((message) => message.type === type) as Extract<
      ServerMessage,
      { type: T }
    >[];
  }
}

/** What a session needs, with time that stands still. */
export function fakeDeps(
  model = fakeModel(),
  clock = new FakeClock(),
): SessionDeps {
  return {
    model,
    now: clock.now,
    breathe: () => Promise.resolve(),
    budget: new ByteBudget(Number.MAX_SAFE_INTEGER),
    backlog: new Backlog(clock.now),
  };
}

/** Lets everything happen that waits for nothing but its turn. */
export async function settle(turns = 2_000): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await null;
}

/** What one session said. */
export interface Transcript {
  readonly predictions: Prediction[];
  readonly faults: ProtocolError[];
  readonly flushed: number[];
  report: SessionReport | undefined;
}

/** A session whose events are written down. */
export function recorded(format: AudioFormat, deps = fakeDeps()) {
  const transcript: Transcript = {
    predictions: [],
    faults: [],
    flushed: [],
    report: undefined,
  };
  const session = new Session(format, deps, {
    onPrediction: (prediction) => transcript.predictions.push(prediction),
    onFault: (fault) => transcript.faults.push(fault),
  });
  return { session, transcript };
}

/** All of a session: audio in these chunks, then the end. */
export async function runSession(
  format: AudioFormat,
  audio: Iterable<Uint8Array>,
  deps = fakeDeps(),
): Promise<Transcript> {
  const { session, transcript } = recorded(format, deps);
  for (const chunk of audio) session.push(chunk);
  await new Promise<void>((resolve) =>
    session.finish((report) => {
      transcript.report = report;
      resolve();
    })
  );
  return transcript;
}

/** Predictions without what depends on when they were sent. */
export function timeless(predictions: readonly Prediction[]) {
  return predictions.map(({ bufferedMs: _, ...rest }) => rest);
}
