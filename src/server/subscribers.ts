/**
 * Those who listen to calls that are not theirs: how many there may be, and
 * their end.
 *
 * @module
 */
import { ProtocolError } from "../protocol/protocol_error.ts";

/** Subscribers of one process: each holds a connection, and costs about 30 KB. */
const MAX_SUBSCRIBERS = 1_000;

/** Subscribers of one tenant, so that none leaves the others without. */
const MAX_TENANT_SUBSCRIBERS = 250;

/** A subscriber that is let in. */
export interface Place {
  /** Says that the subscriber must go: it has left, or the process stops. */
  readonly signal: AbortSignal;
  /** Gives the place back. */
  leave(): void;
}

/** Counts subscribers. */
export class Subscribers {
  readonly #max: number;
  readonly #maxOfTenant: number;
  readonly #places = new Map<AbortController, string>();
  #isStopping = false;

  constructor(
    max = MAX_SUBSCRIBERS,
    maxOfTenant = MAX_TENANT_SUBSCRIBERS,
  ) {
    this.#max = max;
    this.#maxOfTenant = maxOfTenant;
  }

  /** How many there are. */
  get count(): number {
    return this.#places.size;
  }

  /** Whether the process stops. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  /**
   * Lets one in.
   *
   * @throws {ProtocolError} `overloaded` if there are too many, `not_ready` if the
   * process stops.
   */
  enter(tenant: string): Place {
    if (this.#isStopping) {
      throw new ProtocolError(
        "not_ready",
        "Cannot subscribe as the server must be running: it is stopping",
      );
    }
    assertRoom(this.count, this.#max);
    const ofTenant = [...this.#places.values()].filter((t) => t === tenant);
    assertRoom(ofTenant.length, this.#maxOfTenant);
    const controller = new AbortController();
    this.#places.set(controller, tenant);
    return {
      signal: controller.signal,
      leave: () => {
        this.#places.delete(controller);
        controller.abort();
      },
    };
  }

  /** Sends all away, and lets nobody in. */
  stop(): void {
    this.#isStopping = true;
    for (const controller of this.#places.keys()) controller.abort();
  }
}

function assertRoom(count: number, max: number): void {
  if (count < max) return;
  throw new ProtocolError(
    "overloaded",
    `Cannot subscribe as there may be at most ${max} subscribers: try again later`,
  );
}
