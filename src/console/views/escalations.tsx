import type { Call } from "../call/call.ts";
import { clockText, percentText } from "../text.ts";

/** Stretches in which a voice sounded angry or fearful for some time. */
export function Escalations({ call }: { call: Call }) {
  const escalations = call.escalations.value;
  if (escalations.length === 0) return null;
  return (
    <section aria-labelledby="escalations-title">
      <h2 id="escalations-title">Escalations</h2>
      <ul>
        {escalations.map(({ channel, label, startMs, endMs, confidence }) => (
          <li key={`${channel} ${startMs}`}>
            {call.channels.value[channel]?.role} sounded {label} from{" "}
            {clockText(startMs)} to {clockText(endMs)},{" "}
            {percentText(confidence)} confident
          </li>
        ))}
      </ul>
    </section>
  );
}
