import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { changeKey, key } from "../api/key.ts";

/** Takes a key or a token, for as long as the tab lives. */
export function KeyForm() {
  const draft = useSignal("");
  const isTaken = useSignal(false);
  const id = useId();
  return (
    <form
      class="key"
      onSubmit={(event) => {
        event.preventDefault();
        changeKey(draft.value);
        draft.value = "";
        isTaken.value = true;
      }}
    >
      <label for={id}>Key or token</label>
      <input
        id={id}
        type="password"
        autocomplete="off"
        value={draft}
        onInput={(event) => draft.value = event.currentTarget.value}
      />
      <button type="submit">Use it</button>
      <span role="status">
        {isTaken.value && (key() ? "It is used from now on." : "Forgotten.")}
      </span>
    </form>
  );
}
