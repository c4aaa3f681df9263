/**
 * All callers of a load: one a seat at a time.
 *
 * @module
 */
import type { CallRecord } from "./_call_record.ts";
import { type CallerDeps, LoadClient } from "./_load_client.ts";
import type { Paced } from "./_turns.ts";

/** The callers, those there are and those there were. */
export class Crowd {
  readonly #deps: Omit<CallerDeps, "onOver">;
  readonly #everybody: Set<Paced>;
  #callCount = 0;
  #present = 0;
  /** Calls that are over. */
  readonly records: CallRecord[] = [];

  /** @param everybody Who gets turns; callers join and leave it. */
  constructor(
    seats: number,
    everybody: Set<Paced>,
    deps: Omit<CallerDeps, "onOver">,
  ) {
    this.#deps = deps;
    this.#everybody = everybody;
    for (let seat = 0; seat < seats; seat++) {
      this.#seat(deps.schedule.dialMs(seat));
    }
  }

  /** Whether nobody is left. */
  get isOver(): boolean {
    return this.#present === 0;
  }

  #seat(dialMs: number): void {
    const client: LoadClient = new LoadClient(this.#callCount++, dialMs, {
      ...this.#deps,
      onOver: (record) => {
        this.#everybody.delete(client);
        this.#present--;
        this.records.push(record);
        this.#fillSeat(record);
      },
    });
    this.#everybody.add(client);
    this.#present++;
  }

  /** Another comes for one that ended as it should; who was refused or lost leaves no seat. */
  #fillSeat({ ending }: CallRecord): void {
    const nowMs = this.#deps.now();
    if (ending.kind === "refused" || ending.kind === "lost") return;
    if (this.#deps.schedule.takesSeat(nowMs)) this.#seat(nowMs);
  }
}
