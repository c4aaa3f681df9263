/**
 * Hears the calls of Twilio and of the platforms whose streams look like its.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { ProtocolError } from "../../protocol/protocol_error.ts";
import { type DialectName, DIALECTS } from "../../protocol/twilio/dialects.ts";
import type {
  Media,
  Start,
  StreamMessage,
} from "../../protocol/twilio/messages.ts";
import { parseStreamMessage } from "../../protocol/twilio/parse.ts";
import { hasDirection } from "../platforms.ts";
import type { CallChannel } from "../roles.ts";
import { ChannelAssembly } from "./channel_assembly.ts";
import type { CallControl, Wire, WireListener } from "./wire_dialog.ts";

/** The wire of one platform of the family. */
export function twilioWire(platform: DialectName): Wire {
  return {
    platform,
    listen: (call) => new TwilioListener(platform, call),
  };
}

/** A stream that has started. */
interface Stream {
  readonly id: string;
  readonly channels: readonly CallChannel[];
  readonly assembly: ChannelAssembly;
}

/**
 * One stream.
 *
 *     start --> begin     media of a channel that is analysed --> assembly --> push
 *                         media of any other --> counted, its payload never decoded
 *     stop  --> over
 */
class TwilioListener implements WireListener {
  readonly #platform: DialectName;
  readonly #call: CallControl;
  #stream: Stream | undefined;

  constructor(platform: DialectName, call: CallControl) {
    this.#platform = platform;
    this.#call = call;
  }

  hearText(text: string): void {
    this.#hear(parseStreamMessage(text, DIALECTS[this.#platform]));
  }

  release(): void {
    this.#stream?.assembly.finish();
  }

  #hear(message: StreamMessage): void {
    switch (message.event) {
      case "start":
        return this.#start(message);
      case "media":
        return this.#media(message, this.#started(message.streamId));
      case "stop":
        this.#started(message.streamId);
        return this.#call.over();
      case "other":
        return;
    }
    return message satisfies never;
  }

  #start(start: Start): void {
    const { callId, streamId, encoding, sampleRateHz, tracks, roles } = start;
    const channels = this.#call.begin({
      callId,
      streamId,
      encoding,
      sampleRateHz,
      directions: tracks,
      statedRoles: roles,
    });
    const format = { encoding, sampleRateHz, channelCount: channels.length };
    const assembly = new ChannelAssembly(
      format,
      this.#call.losses,
      (bytes) => this.#call.push(bytes),
    );
    this.#stream = { id: streamId, channels, assembly };
  }

  #media(media: Media, { channels, assembly }: Stream): void {
    const { track, chunk, timestampMs, payload } = media;
    const channel = channels.findIndex(({ direction }) => direction === track);
    if (channel >= 0) {
      const bytes = decodeBase64(payload);
      return assembly.push(channel, { number: chunk, timestampMs, bytes });
    }
    if (!hasDirection(this.#platform, track)) throw unknownTrack(track);
    this.#call.losses.unreadChunks++;
  }

  /** The stream that a message is of. */
  #started(streamId: string | undefined): Stream {
    if (this.#stream === undefined) {
      throw new ProtocolError(
        "not_open",
        'Cannot take media as "start" must come first: it has not',
      );
    }
    if (streamId !== undefined && streamId !== this.#stream.id) {
      throw new ProtocolError(
        "wrong_stream",
        `Cannot take a message as it must be of the stream ${
          JSON.stringify(this.#stream.id)
        }: current value is ${JSON.stringify(streamId)}`,
      );
    }
    return this.#stream;
  }
}

function unknownTrack(track: string): ProtocolError {
  return new ProtocolError(
    "bad_message",
    `Cannot take media as its track must be inbound or outbound: current value is ${
      JSON.stringify(track)
    }`,
  );
}

/** Base64 of RFC 4648, with its padding; Node's decoder alone would take anything. */
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

function decodeBase64(payload: string): Uint8Array {
  if (payload.length % 4 === 0 && BASE64.test(payload)) {
    return Buffer.from(payload, "base64");
  }
  throw new ProtocolError(
    "bad_audio",
    `Cannot take media as its payload must be base64: current value has ${payload.length} characters`,
  );
}
