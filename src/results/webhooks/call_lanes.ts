/** What waits of one call, oldest first. */
interface Lane<T> {
  readonly key: string;
  items: T[];
  /** Whether the oldest item is being worked on, or waits to be again. */
  isTaken: boolean;
}

/** A lane's oldest item, which is being worked on. */
export interface Taken<T> {
  readonly key: string;
  readonly item: T;
}

/**
 * Queues side by side: each is worked on one item at a time and in order, and
 * while one waits the others go on, each in its turn.
 */
export class CallLanes<T> {
  readonly #lanes = new Map<string, Lane<T>>();
  /** Lanes whose oldest item may be taken. */
  #ready: Lane<T>[] = [];
  #size = 0;

  /** Items, those that are worked on included. */
  get size(): number {
    return this.#size;
  }

  /**
   * Adds an item at the end of its lane.
   *
   * @param isReplaced Items that wait their turn and are dropped for it.
   * @returns How many were dropped.
   */
  push(
    key: string,
    item: T,
    isReplaced: (waiting: T) => boolean = () => false,
  ): number {
    const lane = this.#lanes.get(key) ?? this.#open(key);
    const kept = lane.items.filter((waiting, place) =>
      (lane.isTaken && place === 0) || !isReplaced(waiting)
    );
    const dropped = lane.items.length - kept.length;
    lane.items = [...kept, item];
    this.#size += 1 - dropped;
    return dropped;
  }

  /** The oldest item of the next lane; its lane then waits for what comes of it. */
  take(): Taken<T> | undefined {
    const lane = this.#ready.shift();
    if (lane === undefined) return undefined;
    lane.isTaken = true;
    return { key: lane.key, item: lane.items[0]! };
  }

  /** Drops the item that was taken: the next one of its lane may be. */
  drop(key: string): void {
    const lane = this.#lanes.get(key);
    if (lane === undefined) return;
    lane.items.shift();
    this.#size--;
    if (lane.items.length === 0) this.#lanes.delete(key);
    else {
      lane.isTaken = false;
      this.#ready.push(lane);
    }
  }

  /** The item that was taken may be taken again. */
  giveBack(key: string): void {
    const lane = this.#lanes.get(key);
    if (lane) this.#ready.push(lane);
  }

  /** Empties all lanes. @returns What was in them. */
  clear(): T[] {
    const items = [...this.#lanes.values()].flatMap((lane) => lane.items);
    this.#lanes.clear();
    this.#ready = [];
    this.#size = 0;
    return items;
  }

  #open(key: string): Lane<T> {
    const lane = { key, items: [], isTaken: false };
    this.#lanes.set(key, lane);
    this.#ready.push(lane);
    return lane;
  }
}
