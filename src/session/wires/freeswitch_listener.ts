/**
 * FreeSWITCH's `mod_audio_stream` and `mod_audio_fork`.
 *
 * @module
 */
import type { Fields } from "../../protocol/fields.ts";
import type { FreeswitchMetadata } from "../../protocol/freeswitch/messages.ts";
import {
  parseFreeswitchMetadata,
  readFreeswitchUrl,
} from "../../protocol/freeswitch/parse.ts";
import { ProtocolError } from "../../protocol/protocol_error.ts";
import { MAX_FORKED_MESSAGE_BYTES } from "../limits.ts";
import { forkedAudio } from "./forked_audio.ts";
import { beginInterleaved, type HearAudio } from "./interleaved_call.ts";
import type { CallStart } from "./wire_call.ts";
import type { CallControl, Wire, WireListener } from "./wire_dialog.ts";

/**
 * FreeSWITCH: a call begins with the first message after which its audio is
 * known, from the URL, the metadata or both.
 *
 * @param parameters Those of the URL; what the metadata says goes before them.
 */
export function freeswitchWire(parameters: Fields): Wire {
  return {
    platform: "freeswitch",
    maxMessageBytes: MAX_FORKED_MESSAGE_BYTES,
    listen: (call) => new FreeswitchListener(call, parameters),
  };
}

class FreeswitchListener implements WireListener {
  readonly #call: CallControl;
  readonly #parameters: Fields;
  #hear: HearAudio | undefined;

  constructor(call: CallControl, parameters: Fields) {
    this.#call = call;
    this.#parameters = parameters;
  }

  /** Texts after the first audio are the operator's own. */
  hearText(text: string): void {
    if (this.#hear !== undefined) return;
    const metadata = parseFreeswitchMetadata(text);
    const start = callStart({
      ...readFreeswitchUrl(this.#parameters),
      ...metadata,
    });
    if (start) this.#hear = beginInterleaved(this.#call, start);
  }

  hearAudio(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#hear ??= this.#beginUnannounced();
    this.#hear(bytes);
  }

  #beginUnannounced(): HearAudio {
    const start = callStart(readFreeswitchUrl(this.#parameters));
    if (start) return beginInterleaved(this.#call, start);
    throw new ProtocolError(
      "not_open",
      "Cannot take audio as mixType and sampleRate must stand in the URL or in metadata before it: they do not",
    );
  }
}

/** What begins the call, once its audio is known. */
function callStart(
  { mixType, sampleRate, roles, ...call }: FreeswitchMetadata,
): CallStart | undefined {
  if (mixType === undefined || sampleRate === undefined) return undefined;
  return { ...call, ...forkedAudio(mixType, sampleRate), statedRoles: roles };
}
