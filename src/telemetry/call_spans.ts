/**
 * A span of OpenTelemetry for each call; nothing unless Deno has it switched on.
 *
 * @module
 */
import { type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import type { CallEnd, CallInfo, CallSink } from "../session/call_sink.ts";

/**
 * Makes a span of each call, from where it begins or comes back here to where it
 * ends or is interrupted. Sockets outlive the requests that they were, so a call's
 * span is nobody's child.
 */
export class CallSpans implements CallSink {
  readonly #open = new Map<string, Span>();

  /** Spans that have not ended; as many as calls with a client. */
  get openCount(): number {
    return this.#open.size;
  }

  started(call: CallInfo): void {
    this.#begin(call);
  }

  resumed(call: CallInfo): void {
    this.#begin(call);
  }

  predicted(): void {}

  interrupted(call: CallInfo): void {
    this.#end(call, "interrupted");
  }

  ended(call: CallInfo, end: CallEnd): void {
    if (end.reason !== "fault") return this.#end(call, end.reason);
    this.#end(call, end.code, end.message);
  }

  refused(): void {}

  #begin(call: CallInfo): void {
    this.#end(call, "replaced");
    const span = trace.getTracer("undertone").startSpan("call", {
      root: true,
      attributes: {
        "undertone.platform": call.platform,
        "undertone.session.id": call.sessionId,
        "undertone.call.id": call.callId,
        "undertone.tenant": call.tenant,
        "undertone.generation": call.generation,
        "undertone.roles": call.channels.map(({ role }) => role),
        "undertone.model": call.model.name,
      },
    });
    this.#open.set(call.sessionId, span);
  }

  #end({ sessionId }: CallInfo, reason: string, fault?: string): void {
    const span = this.#open.get(sessionId);
    if (span === undefined) return;
    this.#open.delete(sessionId);
    span.setAttribute("undertone.end.reason", reason);
    if (fault !== undefined) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: fault });
    }
    span.end();
  }
}
