/**
 * The client of an Undertone server, for Deno, browsers, Node and Bun.
 *
 * ```ts ignore
 * import { openStream } from "@undertone/undertone/client"; // npm: "@undertone/client"
 *
 * const stream = await openStream("ws://127.0.0.1:8000/v1/stream");
 * for (const chunk of chunks) await stream.send(chunk);
 * const { summary } = await stream.close();
 * for await (const { endMs, label } of stream) console.log(endMs, label);
 * ```
 *
 * @module
 */
export { CallStream } from "./call_stream.ts";
export type { Key, KeyRequest } from "./connection.ts";
export type { Environment, Socket, SocketConstructor } from "./environment.ts";
export { Line, type LineOptions } from "./line.ts";
export {
  Microphone,
  type MicrophoneOptions,
  openMicrophone,
} from "./microphone.ts";
export {
  MicrophoneError,
  type MicrophoneErrorCode,
} from "./microphone_error.ts";
export type {
  AudioDevice,
  AudioGraph,
  AudioGraphNode,
  AudioTrack,
  BrowserAudio,
  WorkletNode,
} from "./browser_audio.ts";
export { openStream } from "./open_stream.ts";
export type { Samples } from "./sample_bytes.ts";
export { StreamError, type StreamErrorCode } from "./stream_error.ts";
export type { StreamOptions, StreamState } from "./stream_options.ts";
export type { ErrorCode } from "../protocol/protocol_error.ts";
export type {
  AudioEncoding,
  ChannelOffer,
  ChannelSummary,
  ClientMessage,
  Closed,
  ClosedReason,
  Open,
  Opened,
  Prediction,
  PredictionState,
  Role,
  ServerMessage,
  Totals,
} from "../protocol/native/messages.ts";
