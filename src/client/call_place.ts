/**
 * Where a call stands on its server, and how it goes on on another line.
 *
 * @module
 */
import type {
  Checkpoint,
  Open,
  Opened,
  Resume,
} from "../protocol/native/messages.ts";
import { StreamError } from "./stream_error.ts";

/** The place from which one call can go on. */
export class CallPlace {
  #resumes: boolean;
  #sessionId: string | undefined;
  #generation = 0;
  #checkpoint: Checkpoint | undefined;

  /** @param resumes Whether the call is to go on after a loss. */
  constructor(resumes: boolean) {
    this.#resumes = resumes;
  }

  /** Whether a call that is lost can go on. */
  get canResume(): boolean {
    return this.#resumes;
  }

  /** The call that the next line goes on with, if it began. */
  get resumedId(): string | undefined {
    return this.#checkpoint && this.#sessionId;
  }

  /** What the message that opens the next line says beside the format. */
  opening(): Pick<Open, "resumable" | "resume"> {
    if (!this.#resumes) return {};
    const resume = this.#resume();
    return resume ? { resumable: true, resume } : { resumable: true };
  }

  /**
   * A line is open.
   *
   * @returns The first sample of each channel that must be sent on it.
   * @throws {StreamError} `bad_server` if the call was to go on and began anew.
   */
  opened({ sessionId, resumed }: Opened): number {
    this.#sessionId = sessionId;
    if (this.#checkpoint === undefined) return 0;
    if (resumed?.fromSample === this.#checkpoint.fromSample) {
      return resumed.fromSample;
    }
    throw new StreamError(
      "bad_server",
      `Cannot go on as the server must resume at sample ${this.#checkpoint.fromSample}: current value is ${resumed?.fromSample}`,
    );
  }

  /** The call can go on from here, if it is lost. */
  reached(checkpoint: Checkpoint): void {
    if (this.#resumes) this.#checkpoint = checkpoint;
  }

  /**
   * A window is answered; a server that has given no checkpoint by then gives none.
   *
   * @returns Whether a loss is now known to be the end, so that nothing need be kept.
   */
  answered(): boolean {
    if (!this.#resumes || this.#checkpoint) return false;
    this.#resumes = false;
    return true;
  }

  #resume(): Resume | undefined {
    if (!this.#checkpoint || this.#sessionId === undefined) return undefined;
    const { fromSample, state } = this.#checkpoint;
    this.#generation++; // an attempt that failed here may have reached the server
    return {
      sessionId: this.#sessionId,
      generation: this.#generation,
      fromSample,
      state,
    };
  }
}
