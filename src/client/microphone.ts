/**
 * A browser's microphone as chunks of samples.
 *
 * ```ts ignore
 * const microphone = await openMicrophone();
 * const { sampleRateHz } = microphone;
 * const stream = await openStream("wss://example.org/v1/stream", { sampleRateHz });
 * for await (const chunk of microphone) await stream.send(chunk);
 * await stream.close();
 * ```
 *
 * @module
 */
import { RATE_RANGE_HZ } from "../protocol/native/messages.ts";
import { AsyncQueue } from "./async_queue.ts";
import type {
  AudioDevice,
  AudioGraph,
  BrowserAudio,
  WorkletNode,
} from "./browser_audio.ts";
import { MicrophoneError } from "./microphone_error.ts";
import { WORKLET_NAME, WORKLET_SOURCE } from "./microphone_worklet.ts";

/** How a microphone is heard. */
export interface MicrophoneOptions {
  /** Audio in a chunk, 20 to 60. @default {40} */
  readonly chunkMs?: number | undefined;
  /**
   * What is asked of the device, as `getUserMedia` takes it. Unless told otherwise
   * echoes are cancelled, and neither noise nor loudness is touched: both are part
   * of how a voice sounds.
   */
  readonly constraints?: object | undefined;
  /** Stops it when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Where `microphone_worklet.js` is served, for pages that allow no `blob:` in
   * `script-src`. Without it one is made.
   */
  readonly workletUrl?: string | URL | undefined;
  /** The browser, for tests. */
  readonly browser?: BrowserAudio | undefined;
}

/** Chunks of two to five a tenth of a second: fewer would delay, more would cost. */
const CHUNK_RANGE_MS = Object.freeze({ min: 20, max: 60 });
const CHUNK_MS = 40;

/** As long as a stream may be lost, and a bit: a loop that waits for it comes back in time. */
const MAX_UNTAKEN_MS = 90_000;

const CONSTRAINTS = {
  channelCount: 1,
  echoCancellation: true,
  noiseSuppression: false,
  autoGainControl: false,
};

/** A microphone that is heard; iterate over it to get its chunks, floats in [-1, 1]. */
export class Microphone implements AsyncIterable<Float32Array> {
  /** Samples a second: those of the device. */
  readonly sampleRateHz: number;
  readonly #chunks: AsyncQueue<Float32Array>;
  readonly #release: () => void;

  /** Use {@linkcode openMicrophone}. */
  constructor(
    sampleRateHz: number,
    chunks: AsyncQueue<Float32Array>,
    release: () => void,
  ) {
    this.sampleRateHz = sampleRateHz;
    this.#chunks = chunks;
    this.#release = release;
  }

  /** Stops, and gives the device back; the iteration ends. */
  stop(): void {
    this.#release();
    this.#chunks.end({});
  }

  /** Its chunks in order; it throws a {@linkcode MicrophoneError} when the device is lost. */
  [Symbol.asyncIterator](): AsyncIterator<Float32Array> {
    return this.#chunks;
  }
}

/**
 * Asks for a microphone, and hears it from then on.
 *
 * @throws {MicrophoneError} If there is none, or it may not be heard.
 * @throws {RangeError} If `chunkMs` is out of range.
 * @throws {unknown} The signal's reason, if it has aborted.
 */
export async function openMicrophone(
  options: MicrophoneOptions = {},
): Promise<Microphone> {
  const { chunkMs = CHUNK_MS, signal } = options;
  assertChunk(chunkMs);
  signal?.throwIfAborted();
  const browser = options.browser ?? globalThis as unknown as BrowserAudio;
  const device = await openDevice(browser, options.constraints);
  let graph: AudioGraph | undefined;
  try {
    graph = createGraph(browser);
    const node = await createNode(browser, graph, chunkMs, options.workletUrl);
    signal?.throwIfAborted();
    return hear(device, graph, node, { chunkMs, signal });
  } catch (error) {
    giveBack(device, graph);
    if (signal?.aborted) throw signal.reason;
    throw MicrophoneError.from(error);
  }
}

async function openDevice(
  { navigator }: BrowserAudio,
  constraints: object = {},
): Promise<AudioDevice> {
  const devices = navigator?.mediaDevices;
  if (devices === undefined) throw new MicrophoneError("unsupported");
  try {
    return await devices.getUserMedia({
      audio: { ...CONSTRAINTS, ...constraints },
    });
  } catch (error) {
    throw MicrophoneError.from(error);
  }
}

/** Where samples come at the device's own rate, unless that is above what a server takes. */
function createGraph({ AudioContext }: BrowserAudio): AudioGraph {
  if (AudioContext === undefined) throw new MicrophoneError("unsupported");
  const graph = new AudioContext();
  if (graph.sampleRate <= RATE_RANGE_HZ.max) return graph;
  graph.close();
  return new AudioContext({ sampleRate: RATE_RANGE_HZ.max });
}

async function createNode(
  { AudioWorkletNode }: BrowserAudio,
  graph: AudioGraph,
  chunkMs: number,
  workletUrl: string | URL | undefined,
): Promise<WorkletNode> {
  if (!graph.audioWorklet || !AudioWorkletNode) {
    throw new MicrophoneError("unsupported");
  }
  const own = workletUrl === undefined ? ownWorklet() : undefined;
  try {
    await graph.audioWorklet.addModule(own ?? String(workletUrl));
  } catch (cause) {
    throw new MicrophoneError("blocked", { cause });
  } finally {
    if (own !== undefined) URL.revokeObjectURL(own);
  }
  return new AudioWorkletNode(graph, WORKLET_NAME, {
    channelCount: 1,
    channelCountMode: "explicit",
    processorOptions: {
      chunkSamples: Math.round(graph.sampleRate * chunkMs / 1000),
    },
  });
}

function ownWorklet(): string {
  const module = new Blob([WORKLET_SOURCE], { type: "text/javascript" });
  return URL.createObjectURL(module);
}

function hear(
  device: AudioDevice,
  graph: AudioGraph,
  node: WorkletNode,
  { chunkMs, signal }: {
    readonly chunkMs: number;
    readonly signal: AbortSignal | undefined;
  },
): Microphone {
  const chunks = new AsyncQueue<Float32Array>(MAX_UNTAKEN_MS / chunkMs);
  const source = graph.createMediaStreamSource(device);
  const release = () => {
    signal?.removeEventListener("abort", stop);
    node.port.onmessage = null;
    node.port.close();
    source.disconnect();
    node.disconnect();
    giveBack(device, graph);
  };
  const fail = (fault: unknown) => {
    release();
    chunks.end({ fault });
  };
  const microphone = new Microphone(graph.sampleRate, chunks, release);
  const stop = () => fail(signal!.reason);
  signal?.addEventListener("abort", stop);
  for (const track of device.getAudioTracks()) {
    track.onended = () => fail(new MicrophoneError("lost"));
  }
  node.port.onmessage = ({ data }) => {
    if (chunks.isFull) return fail(new MicrophoneError("unheard"));
    chunks.push(data);
  };
  source.connect(node);
  node.connect(graph.destination); // it says nothing: what leads nowhere may not be run
  graph.resume(); // a page that has a microphone may run
  return microphone;
}

function giveBack(device: AudioDevice, graph: AudioGraph | undefined): void {
  for (const track of device.getAudioTracks()) {
    track.onended = null;
    track.stop();
  }
  graph?.close().catch(() => {}); // it was closed before
}

function assertChunk(chunkMs: number): void {
  const { min, max } = CHUNK_RANGE_MS;
  if (chunkMs >= min && chunkMs <= max) return;
  throw new RangeError(
    `Cannot hear a microphone as chunkMs must be from ${min} to ${max}: current value is ${chunkMs}`,
  );
}
