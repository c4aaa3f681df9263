/**
 * A dialog with one client, as its socket sees it; every wire has one.
 *
 * @module
 */
import type { ClosedReason } from "../protocol/native/messages.ts";
import type { ProtocolError } from "../protocol/protocol_error.ts";
import type { SessionModel } from "./scoring.ts";
import type { SessionDeps } from "./session_deps.ts";
import type { CallInfo, CallSink } from "./call_sink.ts";
import type { ResumableCalls } from "./resume/resumable_calls.ts";
import type { Seal } from "./resume/seal.ts";
import type { Place } from "./place.ts";
import type { RolePolicy } from "./roles.ts";

/**
 * One client's dialog: what it receives, and its end.
 *
 * None of these throws: a fault of the client, or of ours, is told in the way
 * of its wire, ends this dialog and touches no other. None waits for inference.
 */
export interface Dialog {
  /** Receives a text message. */
  receiveText(text: string): void;
  /** Receives a binary message; its bytes are kept, so they must not change. */
  receiveAudio(bytes: Uint8Array): void;
  /** The server stops: answers what has come, and ends. */
  stop(): void;
  /** Whether the client has said what is to be heard; without it that is for the wire to know. */
  readonly hasBegun?: boolean;
  /** Whether something that has come waits for its answer, so that a silent client is none that has gone. @default {false} */
  readonly isBusy?: boolean;
  /** Hears the time, a few times a second. */
  tick?(): void;
  /** The session cannot last: answers what has come, tells why, and ends. */
  expire(reason: Expiry): void;
  /** Tells the client of a fault, and ends. */
  fail(fault: ProtocolError): void;
  /** The client has gone. */
  end(): void;
}

/** Why a session cannot last: nothing has come for too long, or it is too old. */
export type Expiry = Extract<ClosedReason, "idle" | "session_age">;

/** What a dialog needs beside its client. */
export interface DialogDeps extends Omit<SessionDeps, "model"> {
  /** Whose calls this client's are. */
  readonly tenant: string;
  /** The clock on the wall, in milliseconds since 1970: for records, and for what another process has begun. */
  readonly wallMs: () => number;
  /** Hears of the calls. */
  readonly sink: CallSink;
  /** The model that listens. @throws {ProtocolError} `not_ready` if there is none yet. */
  readonly model: () => SessionModel;
  /** Names the call that begins here. */
  readonly sessionId: string;
  /** Whether the client may only go on with that call, and begin none. */
  readonly mustResume?: boolean | undefined;
  /** How calls are resumed. */
  readonly resumption: Resumption;
  /** Its place among the sessions of the process. @default one that need not be asked for */
  readonly place?: Place | undefined;
  /** Hears that the client is told to pause, for measuring. */
  readonly onPause?: (() => void) | undefined;
  /** Hears once that the dialog has ended, however it did. */
  readonly onEnd: () => void;
  /** Hears of faults that are ours, not the client's. */
  readonly onInternalFault: (fault: ProtocolError) => void;
}

/** How calls are resumed whose sockets were lost. */
export interface Resumption {
  /** Of what clients keep for us. */
  readonly seal: Seal;
  readonly calls: ResumableCalls;
  /**
   * Resolves when all that was told of a call so far is kept where other processes
   * can read it, or cannot be now. A checkpoint waits for it: were it ahead, and
   * this process gone, nobody would tell subscribers of the windows in between.
   *
   * @default no wait
   */
  readonly kept?: ((call: CallInfo) => Promise<void>) | undefined;
}

/** What the dialog of a phone platform needs: who may be heard. */
export interface WireDeps extends DialogDeps {
  readonly roles: RolePolicy;
}
