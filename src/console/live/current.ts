/**
 * The call that is sent from this page: one at a time, whatever is looked at.
 *
 * @module
 */
import { signal } from "@preact/signals-core";
import type { Role } from "../../protocol/native/messages.ts";
import { key } from "../api/key.ts";
import type { AudioSource } from "../audio/audio_source.ts";
import { Spectrogram } from "../audio/spectrogram.ts";
import { Call } from "../call/call.ts";
import { LiveCall } from "./live_call.ts";
import { probe } from "./probe.ts";

/** A call and what draws its audio. */
export interface CurrentCall {
  readonly call: Call;
  readonly spectrograms: readonly Spectrogram[];
  stop(): void;
}

/** The call, or the last one there was. */
export const current = signal<CurrentCall | undefined>();

/** Whether it is still sent. */
export const isSending = signal(false);

/** Begins a call. */
export async function startCall(
  source: AudioSource,
  roles: readonly Role[],
): Promise<void> {
  const call = new Call();
  const spectrograms = roles.map(() => new Spectrogram(source.sampleRateHz));
  const live = new LiveCall({
    source,
    roles,
    call,
    spectrograms,
    url: streamUrl(),
    key,
    probe: () => probe(key()),
  });
  current.value = { call, spectrograms, stop: () => live.stop() };
  isSending.value = true;
  addEventListener("beforeunload", askFirst);
  await live.run();
  removeEventListener("beforeunload", askFirst);
  isSending.value = false;
}

/** Lets the browser ask whether to leave: the call would end. */
function askFirst(event: Event): void {
  event.preventDefault();
}

function streamUrl(): string {
  const url = new URL("v1/stream", document.baseURI);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
