import { useSignal } from "@preact/signals";
import type { CallChannel } from "../call/call.ts";
import { clockText, percentText } from "../text.ts";

/** Predictions in the table: ten seconds of them. */
const ROWS = 20;

/** The last predictions in words, for those whom a picture tells nothing; filled while it is open. */
export function RecentTable({ channel }: { channel: CallChannel }) {
  const isOpen = useSignal(false);
  return (
    <details
      onToggle={(event) => isOpen.value = event.currentTarget.open}
    >
      <summary>The last predictions as a table</summary>
      {isOpen.value && <Rows channel={channel} />}
    </details>
  );
}

function Rows({ channel }: { channel: CallChannel }) {
  channel.latest.value; // a new prediction is a new row
  const points = channel.recent.points.slice(-ROWS).toReversed();
  return (
    <table>
      <caption class="visually-hidden">
        The last predictions of the {channel.role}, newest first
      </caption>
      <thead>
        <tr>
          <th scope="col">Until</th>
          <th scope="col">State</th>
          <th scope="col">Label</th>
          <th scope="col">Likeliest</th>
        </tr>
      </thead>
      <tbody>
        {points.map(({ endMs, state, label, posterior }) => (
          <tr key={endMs}>
            <td>{clockText(endMs)}</td>
            <td>{state.replace("_", " ")}</td>
            <td>{label ?? "–"}</td>
            <td>
              {posterior ? percentText(Math.max(...posterior)) : "–"}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
