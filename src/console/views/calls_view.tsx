import { useSignalEffect } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { CallRecord } from "../../results/records/record.ts";
import { CallList } from "../api/call_list.ts";
import { key } from "../api/key.ts";
import { fragmentOf } from "../routes.ts";
import { clockText } from "../text.ts";
import { TroubleView } from "./trouble_view.tsx";

/** How often the list is asked for while it is looked at. */
const REFRESH_MS = 5_000;

/** The calls of who looks, live ones and past ones. */
export function CallsView() {
  const current = key();
  // Another key has other calls.
  const list = useMemo(() => new CallList(() => ({ key: key() })), [current]);
  useSignalEffect(() => {
    key();
    list.refresh();
    const timer = setInterval(
      () => document.hidden || list.refresh(),
      REFRESH_MS,
    );
    return () => clearInterval(timer);
  });
  const calls = list.calls.value;
  return (
    <section aria-labelledby="calls-title">
      <h2 id="calls-title">Calls</h2>
      <TroubleView trouble={list.trouble.value} />
      {calls?.length === 0 && <p>No calls yet.</p>}
      {calls && calls.length > 0 && <CallTable calls={calls} />}
      {list.hasOlder.value && (
        <button
          type="button"
          onClick={() => list.loadOlder()}
        >
          Older calls
        </button>
      )}
    </section>
  );
}

function CallTable({ calls }: { calls: readonly CallRecord[] }) {
  return (
    <div class="wide" tabIndex={0} role="region" aria-label="Table of calls">
      <table class="calls">
        <thead>
          <tr>
            <th scope="col">Began</th>
            <th scope="col">State</th>
            <th scope="col">From</th>
            <th scope="col">Heard</th>
            <th scope="col">Sounds mostly</th>
            <th scope="col">Escalations</th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => <CallRow key={call.id} call={call} />)}
        </tbody>
      </table>
    </div>
  );
}

function CallRow({ call }: { call: CallRecord }) {
  const { id, state, platform, audioMs, channels, escalationCount } = call;
  return (
    <tr>
      <th scope="row">
        <a href={fragmentOf({ view: "call", sessionId: id })}>
          {new Date(call.startedAtMs).toLocaleString()}
        </a>
      </th>
      <td class={`state ${state}`}>{state}</td>
      <td>{platform}</td>
      <td>{clockText(audioMs)}</td>
      <td>
        {channels.map(({ role, dominant }) => `${role}: ${dominant ?? "–"}`)
          .join(", ")}
      </td>
      <td>{escalationCount}</td>
    </tr>
  );
}
