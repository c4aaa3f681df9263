import type { After } from "../../after.ts";
import type { State } from "./states.ts";

/** The state of a dialog, and what is done if it lasts for too long. */
export class Standing {
  readonly #after: After;
  #state: State = "waiting";
  #callOff = () => {};

  constructor(after: After) {
    this.#after = after;
  }

  /** Where the dialog stands. */
  get state(): State {
    return this.#state;
  }

  /** Goes on in a state, the same or another; what was to be done if the one before lasted is not. */
  enter(state: State, limitMs?: number, onLimit = () => {}): void {
    this.#callOff();
    this.#state = state;
    this.#callOff = limitMs === undefined
      ? () => {}
      : this.#after(limitMs, onLimit);
  }
}
