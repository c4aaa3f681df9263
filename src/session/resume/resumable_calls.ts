/**
 * The calls of this process that can be resumed: who holds each, and how long one
 * waits that nobody holds.
 *
 * @module
 */
import { ProtocolError } from "../../protocol/protocol_error.ts";
import type { CallInfo } from "../call_sink.ts";
import { MAX_INTERRUPTED, RESUME_GRACE_MS } from "../limits.ts";
import type { Place } from "../place.ts";

/** One call, in one generation. */
type Which = Pick<CallInfo, "sessionId" | "generation" | "tenant">;

/** What is known of a call. */
interface Entry {
  readonly generation: number;
  readonly tenant: string;
  /** Ends the dialog that holds it, without a word to others. */
  readonly supersede?: () => void;
  /** The place of that dialog. */
  readonly place?: Place | undefined;
  /** Until when a call waits that nobody holds, and what is said then. */
  readonly wait?: { readonly untilMs: number; readonly sayEnded: () => void };
}

/**
 * The newest generation of a call wins: of two sockets of one call the older is
 * half open, or somebody else's mistake.
 *
 *     claim() --> held --release()-----------------------> forgotten
 *                   \--interrupt()--> waiting --30 s--> sayEnded
 *                                         \--claim() of the next generation--> held
 *
 * What other processes know of the call is not known here: whoever is told of calls
 * compares generations, and takes no `ended` of an older one.
 */
export class ResumableCalls {
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();
  /** Those that wait, the oldest first. */
  readonly #waiting = new Set<string>();
  #isStopping = false;

  /** @param now A clock in milliseconds that never goes back. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Calls that wait for their clients. */
  get waitingCount(): number {
    return this.#waiting.size;
  }

  /** Whether a dialog of this process has a tenant's call; its socket may be lost, unnoticed. */
  isHeld({ sessionId, tenant }: Pick<CallInfo, "sessionId" | "tenant">) {
    const known = this.#entries.get(sessionId);
    return known?.supersede !== undefined && known.tenant === tenant;
  }

  /**
   * Takes a call; whoever held it before is ended, and nothing waits any more.
   *
   * @param supersede Ends the new holder, should a newer one come.
   * @param place The new holder's: it may have to take the old one's.
   * @throws {ProtocolError} `bad_resume` if as new a generation is known; or as
   * {@linkcode Place.secure}.
   */
  claim(call: Which, supersede: () => void, place?: Place): void {
    const { sessionId, generation, tenant } = call;
    const known = this.#entries.get(sessionId);
    if (known && known.generation >= generation) {
      throw new ProtocolError(
        "bad_resume",
        `Cannot resume as the generation must be above the newest, ${known.generation}: current value is ${generation}`,
      );
    }
    place?.secure(known?.place);
    this.#forget(sessionId);
    this.#entries.set(sessionId, { generation, tenant, supersede, place });
    known?.supersede?.();
  }

  /** A call's socket is lost: says that it has ended if nobody takes it in time. */
  interrupt(call: Which, sayEnded: () => void): void {
    const { sessionId, generation, tenant } = call;
    this.#forget(sessionId);
    if (this.#isStopping) return; // another process may be told in time, this one not
    if (this.#waiting.size >= MAX_INTERRUPTED) this.#giveUpOldest();
    const untilMs = this.#now() + RESUME_GRACE_MS;
    const wait = { untilMs, sayEnded };
    this.#entries.set(sessionId, { generation, tenant, wait });
    this.#waiting.add(sessionId);
  }

  /** A call is over. */
  release({ sessionId, generation }: Omit<Which, "tenant">): void {
    const known = this.#entries.get(sessionId);
    if (known?.generation === generation) this.#forget(sessionId);
  }

  /** Hears the time: gives up those that have waited for too long. */
  tick(): void {
    const nowMs = this.#now();
    for (const sessionId of this.#waiting) {
      const { untilMs } = this.#entries.get(sessionId)!.wait!;
      if (untilMs > nowMs) return; // all behind it wait for longer
      this.#giveUp(sessionId);
    }
  }

  /** The process stops: those that wait are left for other processes. */
  stop(): void {
    this.#isStopping = true;
    for (const sessionId of this.#waiting) this.#forget(sessionId);
  }

  #giveUpOldest(): void {
    const [oldest] = this.#waiting;
    if (oldest !== undefined) this.#giveUp(oldest);
  }

  #giveUp(sessionId: string): void {
    const entry = this.#entries.get(sessionId);
    this.#forget(sessionId);
    entry?.wait?.sayEnded();
  }

  #forget(sessionId: string): void {
    this.#entries.delete(sessionId);
    this.#waiting.delete(sessionId);
  }
}
