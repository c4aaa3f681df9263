/**
 * The calls of who looks at the page, newest first.
 *
 * @module
 */
import { batch, type Signal, signal } from "@preact/signals-core";
import type { CallPage, CallRecord } from "../../results/records/record.ts";
import { type Trouble, troubleOf } from "../trouble.ts";
import { ApiError, type ApiRequest, request } from "./api.ts";

/** Rows that are kept, so that a list that is looked at all day stays short. */
const MAX_ROWS = 500;

/** A list that grows at both ends: by what is new, and by what is asked for. */
export class CallList {
  /** Nothing before the first answer. */
  readonly calls: Signal<readonly CallRecord[] | undefined> = signal();
  /** Whether there are older ones. */
  readonly hasOlder: Signal<boolean> = signal(false);
  readonly trouble: Signal<Trouble | undefined> = signal();
  readonly #request: () => ApiRequest;
  #next: string | null = null;
  #hasPaged = false;

  constructor(request: () => ApiRequest) {
    this.#request = request;
  }

  /** Asks for the newest calls, and how those stand that are known. */
  refresh(): Promise<void> {
    return this.#load("v1/calls", (page) => {
      const ids = new Set(page.calls.map(({ id }) => id));
      const others = (this.calls.value ?? []).filter(({ id }) => !ids.has(id));
      this.#show([...page.calls, ...this.#hasPaged ? others : []]);
      if (!this.#hasPaged) this.#goOnFrom(page.next);
    });
  }

  /** Asks for older calls. */
  loadOlder(): Promise<void> {
    const path = `v1/calls?cursor=${encodeURIComponent(this.#next ?? "")}`;
    return this.#load(path, (page) => {
      this.#hasPaged = true;
      const known = new Set(this.calls.value?.map(({ id }) => id));
      const older = page.calls.filter(({ id }) => !known.has(id));
      this.#show([...this.calls.value ?? [], ...older]);
      this.#goOnFrom(page.next);
    });
  }

  async #load(path: string, take: (page: CallPage) => void): Promise<void> {
    try {
      const page: CallPage = await (await request(path, this.#request()))
        .json();
      batch(() => {
        take(page);
        this.trouble.value = undefined;
      });
    } catch (fault) {
      this.trouble.value = listTrouble(fault);
    }
  }

  #show(calls: readonly CallRecord[]): void {
    this.calls.value = calls.slice(0, MAX_ROWS);
  }

  #goOnFrom(next: string | null): void {
    this.#next = next;
    this.hasOlder.value = next !== null && this.calls.value!.length < MAX_ROWS;
  }
}

function listTrouble(fault: unknown): Trouble {
  if (!(fault instanceof ApiError)) return troubleOf("internal", String(fault));
  if (fault.code === "unreachable") {
    return {
      what: "The server cannot be reached.",
      wayOn: "The list comes back by itself when it can.",
    };
  }
  if (fault.code === "not_found") {
    return {
      what: "This server keeps no list of calls.",
      wayOn: "A call can still be followed by its address, if its id is known.",
    };
  }
  return troubleOf(fault.code, fault.message);
}
