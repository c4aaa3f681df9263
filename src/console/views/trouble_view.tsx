import type { Trouble } from "../trouble.ts";
import { KeyForm } from "./key_form.tsx";

/** What went wrong, and the way on. */
export function TroubleView({ trouble }: { trouble: Trouble | undefined }) {
  return (
    <div role="alert">
      {trouble && (
        <div class="trouble">
          <p>
            <strong>{trouble.what}</strong> {trouble.wayOn}
          </p>
          {trouble.needsKey && <KeyForm />}
          {trouble.detail && (
            <details>
              <summary>Details</summary>
              <p>{trouble.detail}</p>
            </details>
          )}
        </div>
      )}
    </div>
  );
}
