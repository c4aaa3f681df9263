/**
 * A span of OpenTelemetry for each call; nothing unless Deno has it switched on.
 *
 * @module
 */
import { type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import type { CallEnd, CallInfo, CallSink } from "../session/call_sink.ts";

/** Platforms choose the ids of their calls: Genesys' have 36 characters, others' some more. */
const MAX_ID_LENGTH = 200;

interface OpenSpan {
  readonly span: Span;
  readonly generation: number;
}

/**
 * Makes a span of each call, from where it begins or comes back here to where it
 * ends or is interrupted. Sockets outlive the requests that they were, so a call's
 * span is nobody's child.
 */
export class CallSpans implements CallSink {
  readonly #open = new Map<string, OpenSpan>();

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

  moved(call: CallInfo): void {
    this.#end(call, "moved");
  }

  refused(): void {}

  #begin(call: CallInfo): void {
    this.#end(call, "replaced");
    const span = trace.getTracer("undertone").startSpan("call", {
      root: true,
      attributes: {
        "undertone.platform": call.platform,
        "undertone.session.id": call.sessionId,
        "undertone.call.id": call.callId.slice(0, MAX_ID_LENGTH),
        "undertone.tenant": call.tenant,
        "undertone.generation": call.generation,
        "undertone.roles": call.channels.map(({ role }) => role),
        "undertone.model": call.model.name,
      },
    });
    this.#open.set(call.sessionId, { span, generation: call.generation });
  }

  /** Ends the call's span, unless the call has been resumed meanwhile. */
  #end(
    { sessionId, generation }: CallInfo,
    reason: string,
    fault?: string,
  ): void {
    const open = this.#open.get(sessionId);
    if (open === undefined || open.generation > generation) return;
    this.#open.delete(sessionId);
    const { span } = open;
    span.setAttribute("undertone.end.reason", reason);
    if (fault !== undefined) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: fault });
    }
    span.end();
  }
}
