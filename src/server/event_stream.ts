/**
 * A subscription as server-sent events.
 *
 * Source: WHATWG HTML, section 9.2, "Server-sent events".
 *
 * @module
 */
import type { SubscriptionEnd, Told } from "../results/subscription.ts";
import type { Place } from "./subscribers.ts";

/** How soon a browser comes back that lost its connection. */
const RETRY_MS = 1_000;

/** A reader that takes nothing for so long is cut off: what it missed it can read when it is back. */
export const STALL_MS = 30_000;

/** Why a stream ends before its call does. */
type EarlyEnd = "forgotten" | "too_slow" | "server_stop";

/** What a subscription needs, over a stream or a socket. */
export interface EventStreamDeps {
  readonly told: AsyncGenerator<Told, SubscriptionEnd>;
  readonly place: Place;
  /** Why the reader is sent away if it is. */
  readonly isStopping: () => boolean;
  /** Hears of faults that are ours. */
  readonly onFault: (fault: unknown) => void;
  /** @default {STALL_MS} */
  readonly stallMs?: number | undefined;
}

/** Writes what is told, as fast as the reader takes it. */
export function eventStream(deps: EventStreamDeps): ReadableStream<Uint8Array> {
  const { told, place } = deps;
  const encoder = new TextEncoder();
  let isWanted = Promise.withResolvers<void>();
  let isLeft = false;
  const write = async (
    controller: ReadableStreamDefaultController<Uint8Array>,
    text: string,
  ) => {
    controller.enqueue(encoder.encode(text));
    if (controller.desiredSize! > 0) return true;
    isWanted = Promise.withResolvers();
    return await within(deps.stallMs ?? STALL_MS, isWanted.promise);
  };
  const run = async (
    controller: ReadableStreamDefaultController<Uint8Array>,
  ) => {
    try {
      const end = await writeAll(deps, (text) => write(controller, text));
      if (end !== undefined) controller.enqueue(encoder.encode(endText(end)));
      controller.close();
    } catch (fault) {
      if (isLeft) return;
      deps.onFault(fault);
      controller.close();
    } finally {
      place.leave();
      await told.return("gone");
    }
  };
  return new ReadableStream({
    start(controller) {
      run(controller);
    },
    pull: () => isWanted.resolve(),
    cancel() {
      isLeft = true;
      place.leave();
      isWanted.resolve();
    },
  }, { highWaterMark: 1 });
}

/** @returns Why it ends early, if it does. */
async function writeAll(
  { told, isStopping }: EventStreamDeps,
  write: (text: string) => Promise<boolean>,
): Promise<EarlyEnd | undefined> {
  await write(`retry: ${RETRY_MS}\n\n`);
  for (;;) {
    const next = await told.next();
    if (next.done) return earlyEnd(next.value, isStopping());
    if (!await write(toldText(next.value))) return "too_slow";
  }
}

function earlyEnd(
  end: SubscriptionEnd,
  isStopping: boolean,
): EarlyEnd | undefined {
  if (end === "forgotten") return "forgotten";
  return end === "gone" && isStopping ? "server_stop" : undefined;
}

function toldText(told: Told): string {
  switch (told.kind) {
    case "event": {
      const { id, type, json } = told.event;
      return `id: ${id}\nevent: ${type}\ndata: ${json}\n\n`;
    }
    case "gap":
      return `event: gap\ndata: {"type":"gap"}\n\n`;
    case "quiet":
      return `: all is well\n\n`;
  }
}

function endText(reason: EarlyEnd): string {
  return `event: end\ndata: ${JSON.stringify({ type: "end", reason })}\n\n`;
}

/** Whether something happens soon enough. */
async function within(ms: number, happens: Promise<void>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  try {
    return await Promise.race([happens.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
