/**
 * A call that somebody else sends: what is recorded of it, then what happens.
 *
 * @module
 */
import type { WholeCall } from "../../results/records/record.ts";
import { ApiError, type ApiRequest, type Fetch, request } from "../api/api.ts";
import { openCallEvents } from "../api/call_events.ts";
import type { Call } from "../call/call.ts";
import { troubleOf } from "../trouble.ts";
import { updatesOf } from "./event_updates.ts";
import { isOver, updatesOfRecord } from "./record_updates.ts";

/** What following takes. */
export interface FollowedCallParts {
  readonly sessionId: string;
  readonly call: Call;
  readonly key: () => string | undefined;
  readonly signal: AbortSignal;
  readonly fetch?: Fetch | undefined;
  /** Resolves after a while, or when the signal aborts or the key changes. */
  readonly pause: (attempt: number) => Promise<void>;
}

/** One call, followed until it ends or nobody looks any more. */
export class FollowedCall {
  readonly #parts: FollowedCallParts;
  #lastEventId: string | undefined;
  #attempt = 0;

  constructor(parts: FollowedCallParts) {
    this.#parts = parts;
  }

  /** Resolves when there is nothing more to follow; what went wrong stands in the call. */
  async run(): Promise<void> {
    const { call, signal, pause } = this.#parts;
    call.apply({ type: "line", line: "connecting" });
    while (!signal.aborted) {
      try {
        if (await this.#follow()) return;
      } catch (fault) {
        if (signal.aborted || this.#isFinal(fault)) return;
      }
      if (call.line.value !== "connecting") {
        call.apply({ type: "line", line: "lost" });
      }
      await pause(this.#attempt++);
    }
  }

  /** @returns Whether the call is over. */
  async #follow(): Promise<boolean> {
    const { call } = this.#parts;
    if (this.#lastEventId === undefined && await this.#readRecord()) {
      return true;
    }
    const events = await this.#open();
    if (events === "unknown") return await this.#readRecord();
    if (!events) {
      call.apply({ type: "line", line: "over" });
      return true;
    }
    this.#isThere();
    for await (const { id, event } of events) {
      this.#attempt = 0;
      this.#lastEventId = id || this.#lastEventId;
      if (event.type === "end") break;
      if (event.type === "gap") await this.#readRecord();
      else updatesOf(event).forEach((update) => call.apply(update));
      if (event.type === "call.ended") return true;
    }
    return false;
  }

  /**
   * A call that was there and is not may be on its way from one server to the
   * next, whose events begin when its caller is back.
   */
  async #open() {
    const { call, sessionId } = this.#parts;
    const lastEventId = this.#lastEventId;
    try {
      return await openCallEvents({
        ...this.#request(),
        sessionId,
        lastEventId,
      });
    } catch (fault) {
      if (isUnknown(fault) && call.start.value) return "unknown";
      throw fault;
    }
  }

  /** @returns Whether the record tells the end of the call. */
  async #readRecord(): Promise<boolean> {
    const { call, sessionId } = this.#parts;
    const record = await this.#record(sessionId);
    if (!record) return false;
    for (const update of updatesOfRecord(record)) call.apply(update);
    return isOver(record);
  }

  /** A server that keeps no records, or has not written this one yet, may tell the call still. */
  async #record(sessionId: string): Promise<WholeCall | undefined> {
    const path = `v1/calls/${encodeURIComponent(sessionId)}`;
    try {
      return await (await request(path, this.#request())).json();
    } catch (fault) {
      if (isUnknown(fault)) return undefined;
      throw fault;
    }
  }

  #request(): ApiRequest {
    const { key, signal, fetch } = this.#parts;
    return { key: key(), signal, fetch };
  }

  #isThere(): void {
    const { call } = this.#parts;
    call.apply({ type: "line", line: "on" });
    if (call.trouble.value) call.apply({ type: "trouble", trouble: undefined });
  }

  /** Tells of a fault. @returns Whether trying again is of no use. */
  #isFinal(fault: unknown): boolean {
    const { call } = this.#parts;
    const { code, message } = fault instanceof ApiError
      ? fault
      : { code: "unreachable", message: String(fault) };
    if (code === "unreachable") return false; // the state of the line says so
    call.apply({ type: "trouble", trouble: troubleOf(code, message) });
    const isFinal = code === "not_found";
    if (isFinal) call.apply({ type: "line", line: "over" });
    return isFinal;
  }
}

function isUnknown(fault: unknown): boolean {
  return fault instanceof ApiError && fault.code === "not_found";
}
