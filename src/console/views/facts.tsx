import type { ComponentChildren } from "preact";
import type { Call } from "../call/call.ts";
import type { LineState } from "../call/update.ts";
import { clockText } from "../text.ts";

const LINES: Readonly<Record<LineState, string>> = {
  idle: "not connected",
  connecting: "connecting …",
  on: "connected",
  lost: "connection lost, trying again …",
  away: "the caller is gone, and may come back",
  over: "call over",
};

/** How the call goes: connection, place, lag. */
export function Facts({ call }: { call: Call }) {
  const latency = call.latencyMs.value;
  const behind = call.bufferedMs.value;
  const skipped = call.skippedCount.value;
  return (
    <dl class="facts">
      <Fact name="Connection" id="line">
        <span class={`line ${call.line.value}`}>{LINES[call.line.value]}</span>
      </Fact>
      <Fact name="Heard" id="heard">{clockText(call.heardMs.value)}</Fact>
      <Fact name="Answer after" id="latency">
        {latency === undefined ? "–" : `${Math.round(latency)} ms`}
      </Fact>
      <Fact name="Server behind">
        {behind === undefined ? "–" : `${Math.round(behind)} ms`}
      </Fact>
      <Fact name="Windows left out" id="skipped">{skipped}</Fact>
      <Fact name="Model">{call.start.value?.modelName ?? "–"}</Fact>
    </dl>
  );
}

function Fact(
  { name, id, children }: {
    name: string;
    id?: string;
    children: ComponentChildren;
  },
) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-testid={id}>{children}</dd>
    </div>
  );
}
