/**
 * A server that keeps no call but can go on with any: its predictions are sums
 * over the audio of their windows, so that a byte that is lost or said twice shows.
 */
import type { Environment } from "../../src/client/environment.ts";
import type {
  ClientMessage,
  Open,
  Prediction,
} from "../../src/protocol/native/messages.ts";
import { FakeSocket } from "./_fake_socket.ts";
import { FakeTime } from "./_fake_time.ts";

/** Of audio at one byte a sample, a sample a millisecond. */
export const WINDOW_MS = 300;
export const STRIDE_MS = 100;

/** 8-bit audio of one channel, a sample a millisecond but for the fake's sake no rate that is refused. */
export const MULAW = { encoding: "mulaw", sampleRateHz: 8_000 } as const;
const SAMPLES_PER_MS = 8;

interface FakeCall {
  readonly socket: FakeSocket;
  readonly open: Open;
  /** The first window that is not answered. */
  index: number;
  /** Audio from `first` on. */
  readonly audio: number[];
  readonly first: number;
}

/** What the server would answer to a whole call. */
export function expectedPredictions(audio: readonly number[]): Prediction[] {
  const predictions: Prediction[] = [];
  for (let index = 0;; index++) {
    if (endSample(index) > audio.length) return predictions;
    predictions.push(prediction(index, audio, 0));
  }
}

function endSample(index: number): number {
  return (index + 1) * STRIDE_MS * SAMPLES_PER_MS;
}

function startSample(index: number): number {
  return Math.max(0, endSample(index) - WINDOW_MS * SAMPLES_PER_MS);
}

function prediction(
  index: number,
  audio: readonly number[],
  first: number,
): Prediction {
  const [start, end] = [startSample(index), endSample(index)];
  const sum = audio.slice(start - first, end - first)
    .reduce((sum, byte, i) => (sum + byte * (i % 251 + 1)) % 1_000_003, 0);
  return {
    type: "prediction",
    channel: 0,
    role: "customer",
    index,
    startMs: start / SAMPLES_PER_MS,
    endMs: end / SAMPLES_PER_MS,
    state: "speech",
    label: String(sum),
    confidence: 1,
    posterior: null,
    skipped: 0,
    bufferedMs: 0,
  };
}

function callOf(socket: FakeSocket, open: Open): FakeCall {
  const { state = "0", fromSample = 0 } = open.resume ?? {};
  return { socket, open, index: Number(state), audio: [], first: fromSample };
}

/** How the server is today. */
export interface Mood {
  /** Whether it lets anybody in. */
  accepts: boolean;
  /** Whether it gives checkpoints. */
  resumes: boolean;
  /** Whether it knows how to go on with a call. */
  remembers: boolean;
  /** Whether it answers audio. */
  answers: boolean;
}

/** The server, and the network to it. */
export class FakeServer {
  readonly time = new FakeTime();
  readonly sockets: FakeSocket[] = [];
  readonly mood: Mood = {
    accepts: true,
    resumes: true,
    remembers: true,
    answers: true,
  };
  #calls = 0;

  /** What a client of it needs; waits are the longest that can be drawn. */
  environment(): Environment {
    const { now, setTimer } = this.time;
    const dial = (url: string, protocols: readonly string[]) =>
      this.#dial(url, protocols);
    return {
      now,
      setTimer,
      random: () => 1 - 2 ** -53,
      WebSocket: class {
        constructor(url: string, protocols: string[] = []) {
          return dial(url, protocols);
        }
      } as Environment["WebSocket"],
    };
  }

  /** The latest connection. */
  get socket(): FakeSocket {
    return this.sockets.at(-1)!;
  }

  /** What clients opened with, line by line. */
  get opens(): Open[] {
    return this.sockets.flatMap(({ texts }) =>
      texts.filter((text) => text.type === "open")
    );
  }

  #dial(url: string, protocols: readonly string[]): FakeSocket {
    const socket = new FakeSocket(url, protocols);
    this.sockets.push(socket);
    let call: FakeCall | undefined;
    socket.onText = (message) =>
      queueMicrotask(() => {
        if (message.type === "open") {
          const { resume, ...open } = message;
          const isKnown = this.mood.remembers;
          call = callOf(socket, isKnown ? { ...open, resume } : open);
          this.#greet(call);
        } else if (call) this.#answer(call, message);
      });
    socket.onAudio = (bytes) => {
      call!.audio.push(...bytes);
      queueMicrotask(() => this.#hear(call!));
    };
    queueMicrotask(() => {
      if (this.mood.accepts) socket.accept();
      else socket.break();
    });
    return socket;
  }

  #greet(call: FakeCall): void {
    const { socket, index, first, open: { resume } } = call;
    socket.say({
      type: "opened",
      version: 1,
      sessionId: resume?.sessionId ?? `call ${++this.#calls}`,
      generation: resume?.generation ?? 0,
      ...resume && { resumed: { index, fromSample: first } },
      model: { name: "fake", sha256: "00" },
      labels: ["calm"],
      windowMs: WINDOW_MS,
      strideMs: STRIDE_MS,
    });
    this.#checkpoint(call);
  }

  #hear(call: FakeCall): void {
    if (!this.mood.answers) return;
    while (endSample(call.index) <= call.first + call.audio.length) {
      call.socket.say(prediction(call.index, call.audio, call.first));
      call.index++;
      this.#checkpoint(call);
    }
  }

  #checkpoint({ socket, open, index }: FakeCall): void {
    if (!this.mood.resumes || !(open.resumable || open.resume)) return;
    socket.say({
      type: "checkpoint",
      index,
      endMs: index * STRIDE_MS,
      fromSample: startSample(index),
      state: String(index),
    });
  }

  #answer(call: FakeCall, message: ClientMessage): void {
    const { socket } = call;
    if (message.type === "flush" && this.mood.answers) {
      socket.say({ type: "flushed", id: message.id });
    }
    if (message.type !== "close" || !this.mood.answers) return;
    const receivedBytes = call.first + call.audio.length;
    socket.say({
      type: "closed",
      reason: "client_close",
      totals: {
        receivedBytes,
        audioMs: receivedBytes / SAMPLES_PER_MS,
        predictions: call.index,
        skipped: 0,
      },
      summary: [],
    });
    socket.hangUp(1000, "client_close");
  }
}
