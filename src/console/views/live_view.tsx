import { current, isSending } from "../live/current.ts";
import { CallView } from "./call_view.tsx";
import { SourceForm } from "./source_form.tsx";

/** A call from the microphone or a file. */
export function LiveView() {
  const { value } = current;
  return (
    <>
      <h2 class="visually-hidden">Live</h2>
      {isSending.value
        ? (
          <p>
            <button type="button" class="primary" onClick={() => value?.stop()}>
              Stop
            </button>
          </p>
        )
        : <SourceForm />}
      {value && (
        <CallView
          call={value.call}
          spectrograms={value.spectrograms}
        />
      )}
    </>
  );
}
