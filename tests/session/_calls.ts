/**
 * A sink that remembers, and what a wire's dialog needs in a test.
 *
 * @module
 */
import type { Prediction } from "../../src/protocol/native/messages.ts";
import type { ProtocolError } from "../../src/protocol/protocol_error.ts";
import type { ClientPort } from "../../src/session/client_port.ts";
import type { Resumption, WireDeps } from "../../src/session/dialog.ts";
import { ResumableCalls } from "../../src/session/resume/resumable_calls.ts";
import { createSeal } from "../../src/session/resume/seal.ts";
import { RolePolicy, type RoleSettings } from "../../src/session/roles.ts";
import type {
  CallEnd,
  CallInfo,
  CallSink,
  Refusal,
} from "../../src/session/call_sink.ts";
import { fakeDeps } from "./_fakes.ts";

/** Remembers what it hears. */
export class RecordingSink implements CallSink {
  readonly calls: CallInfo[] = [];
  readonly predictions: Prediction[] = [];
  readonly ends: CallEnd[] = [];
  readonly refusals: Refusal[] = [];
  readonly interruptions: CallInfo[] = [];
  readonly resumptions: CallInfo[] = [];
  /** All that was told of calls, in order. */
  readonly told: {
    readonly call: CallInfo;
    readonly prediction?: Prediction;
    readonly end?: CallEnd;
  }[] = [];

  started(call: CallInfo): void {
    this.calls.push(call);
    this.told.push({ call });
  }

  resumed(call: CallInfo): void {
    this.resumptions.push(call);
    this.told.push({ call });
  }

  interrupted(call: CallInfo): void {
    this.interruptions.push(call);
    this.told.push({ call });
  }

  predicted(call: CallInfo, prediction: Prediction): void {
    this.predictions.push(prediction);
    this.told.push({ call, prediction });
  }

  ended(call: CallInfo, end: CallEnd): void {
    this.ends.push(end);
    this.told.push({ call, end });
  }

  refused(refusal: Refusal): void {
    this.refusals.push(refusal);
  }
}

/** A platform's socket that must never be sent anything. */
export class SilentClient implements ClientPort {
  readonly sent: string[] = [];
  closed: { code: number; reason: string } | undefined;
  readonly unsentBytes = 0;

  send(text: string): void {
    this.sent.push(text);
  }

  close(code: number, reason: string): void {
    this.closed ??= { code, reason };
  }
}

/** How calls are resumed, with a secret of the tests. */
export function resumption(now = () => 0): Resumption {
  const seal = createSeal("a secret of the tests, long enough");
  return { seal, calls: new ResumableCalls(now) };
}

/** What a dialog of a platform needs; everything it tells is remembered. */
export function wireDeps(
  settings: Partial<RoleSettings> = {},
  deps = fakeDeps(),
) {
  const sink = new RecordingSink();
  const ended: string[] = [];
  const internalFaults: ProtocolError[] = [];
  const wire: WireDeps = {
    ...deps,
    model: () => deps.model,
    sessionId: "s-1",
    onEnd: () => ended.push("end"),
    onInternalFault: (fault) => internalFaults.push(fault),
    roles: new RolePolicy({ roles: {}, ...settings }),
    sink,
    tenant: "default",
    wallMs: () => 0,
    resumption: resumption(deps.now),
  };
  return { deps: wire, sink, ended, internalFaults, budget: deps.budget };
}
