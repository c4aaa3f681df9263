/**
 * What the streams of Twilio and of its look-alikes have in common: JSON messages
 * with audio in base64, from `start` to `stop`, and never an answer.
 *
 * @module
 */
import { encodeSamples } from "../../src/audio/sample_encoder.ts";
import type { SampleEncoding } from "../../src/audio/sample_encoding.ts";
import type { Audio } from "../../src/audio/wav.ts";
import { resampled } from "../../src/training/whole_signal.ts";
import { systemClock } from "../_pace.ts";
import { saidAt } from "./numbered.ts";
import { oncePerRecording } from "./once_per_recording.ts";
import { type Dialling, PlatformSocket } from "./platform_socket.ts";
import type { SimulatedCall, Speech } from "./simulator.ts";
import { speak, type Timed } from "./speak.ts";

/** The names of the two tracks; the first is the customer's. */
const TRACKS = ["inbound", "outbound"] as const;

/** One message with audio. */
export interface MediaPiece {
  /** Number of the message in the stream. */
  readonly sequence: number;
  readonly track: typeof TRACKS[number];
  /** Number of the piece on its track, from 1. */
  readonly chunk: number;
  /** From the start of the stream. */
  readonly timestampMs: number;
  /** Base64. */
  readonly payload: string;
}

/** One platform's stream, in its own words. */
export interface MediaStream {
  /** The platform's name of the call. */
  readonly callId: string;
  /** "/v1/twilio", with the credential if it is presented there. */
  readonly path: string;
  readonly dialling?: Dialling;
  readonly encoding: SampleEncoding;
  readonly rateHz: number;
  /** Audio in one message. */
  readonly chunkMs: number;
  /** What comes before the audio. The last one is `start`, number 1. */
  readonly opening: readonly object[];
  media(piece: MediaPiece): object;
  /** What comes after it, or nothing if the platform just hangs up. */
  closing?(sequence: number): object;
}

/** Twilio's clock stands at 5 ms in its documentation when the first audio comes. */
const FIRST_TIMESTAMP_MS = 5;
/** The number of the first message with audio: `start` is 1. */
const FIRST_SEQUENCE = 2;
/** A server that takes longer to answer the tail of a call is given up. */
const MAX_GOODBYE_MS = 30_000;

/** The setting that says which tracks are streamed. */
export const TRACKS_OPTION = {
  tracks: "inbound, outbound or both (both if there is an agent)",
};

/** The tracks that a call streams. */
export function tracksOf(call: SimulatedCall): readonly MediaPiece["track"][] {
  const voices = call.audio.channels.length;
  const { tracks = voices === 1 ? "inbound" : "both" } = call.options;
  const named = TRACKS.filter((track) => tracks === track || tracks === "both");
  if (named.length === 0) {
    throw new SyntaxError(
      `Cannot simulate a call as tracks must be inbound, outbound or both: current value is "${tracks}"`,
    );
  }
  if (named.length > voices) {
    throw new SyntaxError(
      "Cannot simulate a call as both tracks must have a voice: there is one",
    );
  }
  return named;
}

/**
 * Makes the call: not a word may come back, and the server must not hang up
 * before the stream is over.
 */
export async function runStream(
  call: SimulatedCall,
  stream: MediaStream,
): Promise<string> {
  const { encoding, rateHz, chunkMs } = stream;
  const tracks = tracksOf(call);
  const pieces = piecesOf(call.audio, { tracks, encoding, rateHz, chunkMs });
  const socket = await PlatformSocket.dial(
    call.url + stream.path,
    stream.dialling,
  );
  for (const message of stream.opening) socket.send(JSON.stringify(message));
  call.watch?.spoke(speechOf(call, stream, pieces.length / tracks.length));
  const sent = await speak(
    socket,
    pieces,
    call,
    (piece) => {
      const index = piece.sequence - FIRST_SEQUENCE;
      const { payload } = saidAt(pieces, index, call, tracks.length);
      return JSON.stringify(stream.media({ ...piece, payload }));
    },
    call.watch?.sent,
  );
  if (stream.closing) {
    socket.send(JSON.stringify(stream.closing(pieces.length + FIRST_SEQUENCE)));
    await hungUp(socket);
  } else socket.close();
  const { code, reason } = await socket.closed;
  assertSilent(socket);
  if (code !== 1000) {
    throw new Error(
      `Cannot end the call as the server must close with 1000: current value is ${code} ${reason}`,
    );
  }
  return `sent ${sent} of ${pieces.length} messages of ${chunkMs} ms, nothing came back`;
}

/** What is said from now on, as whoever watches is told. */
function speechOf(
  { rtf }: SimulatedCall,
  { callId, chunkMs }: MediaStream,
  chunkCount: number,
): Speech {
  const startMs = systemClock.now();
  return {
    callId,
    audioMs: chunkCount * chunkMs,
    dueMs(positionMs) {
      const chunk = Math.max(0, Math.ceil(positionMs / chunkMs) - 1);
      return startMs + (FIRST_TIMESTAMP_MS + chunk * chunkMs) / rtf;
    },
  };
}

/** Error 31924 of Twilio, "Stream - Websocket - Protocol Error"; the others ignore or refuse it. */
function assertSilent({ unread }: PlatformSocket): void {
  if (unread.length === 0) return;
  throw new Error(
    `Cannot take messages as a one-way stream must be silent: ${unread.length} came, the first is ${
      JSON.stringify(String(unread[0]).slice(0, 80))
    }`,
  );
}

/** Waits for the server to close, as long as a platform would. */
async function hungUp(socket: PlatformSocket): Promise<void> {
  const limit = setTimeout(() => socket.close(), MAX_GOODBYE_MS);
  await socket.closed;
  clearTimeout(limit);
}

/** What of a stream its pieces depend on. */
interface PieceManner
  extends Pick<MediaStream, "encoding" | "rateHz" | "chunkMs"> {
  readonly tracks: readonly MediaPiece["track"][];
}

/** All tracks' audio, in the order of its time; all calls of a recording share it. */
const piecesOf = oncePerRecording(cutPieces);

function cutPieces(
  audio: Audio,
  manner: PieceManner,
): readonly (MediaPiece & Timed)[] {
  return manner.tracks
    .flatMap((track) => trackPieces(audio, manner, track))
    .sort((a, b) => a.timestampMs - b.timestampMs)
    .map((piece, i) => ({
      ...piece,
      sequence: i + FIRST_SEQUENCE,
      atMs: piece.timestampMs,
    }));
}

function trackPieces(
  audio: Audio,
  { encoding, rateHz, chunkMs }: PieceManner,
  track: MediaPiece["track"],
): Omit<MediaPiece, "sequence">[] {
  const voice = audio.channels.length === 1 ? 0 : TRACKS.indexOf(track);
  const samples = atRate(audio.channels[voice]!, audio.sampleRateHz, rateHz);
  const chunkSamples = rateHz * chunkMs / 1000;
  const count = Math.floor(samples.length / chunkSamples);
  return Array.from({ length: count }, (_, i) => {
    const start = i * chunkSamples;
    const chunk = samples.subarray(start, start + chunkSamples);
    return {
      track,
      chunk: i + 1,
      timestampMs: FIRST_TIMESTAMP_MS + i * chunkMs,
      payload: encodeSamples(encoding, chunk).toBase64(),
    };
  });
}

function atRate(
  samples: Float32Array,
  fromHz: number,
  toHz: number,
): Float32Array {
  return fromHz === toHz ? samples : resampled(samples, fromHz, toHz);
}
