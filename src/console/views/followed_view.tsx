import { useEffect, useMemo } from "preact/hooks";
import { backOffMs } from "../../client/back_off.ts";
import { key, whenKeyChanges } from "../api/key.ts";
import { Call } from "../call/call.ts";
import { FollowedCall } from "../follow/followed_call.ts";
import { fragmentOf } from "../routes.ts";
import { CallView } from "./call_view.tsx";

/** A call that is listed: followed while it lives, read when it is over. */
export function FollowedView({ sessionId }: { sessionId: string }) {
  const call = useMemo(() => new Call(), [sessionId]);
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const pause = (attempt: number) => wait(attempt, signal);
    new FollowedCall({ sessionId, call, key, signal, pause }).run();
    return () => leaving.abort();
  }, [sessionId]);
  return (
    <>
      <p>
        <a href={fragmentOf({ view: "calls" })}>All calls</a>
      </p>
      <h2>
        Call <code>{sessionId}</code>
      </h2>
      <CallView call={call} />
    </>
  );
}

/** Until it is time to try again, another key is there, or nobody looks. */
function wait(attempt: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, backOffMs(attempt, Math.random()));
    const stop = whenKeyChanges(done);
    signal.addEventListener("abort", done, { once: true });
  });
}
