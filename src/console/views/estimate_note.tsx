/** What an estimate is, and what it is not. */
export function EstimateNote() {
  return (
    <aside class="note" aria-label="What an estimate is">
      <p>
        <strong>
          An estimate of how a voice sounds, not of what a person feels.
        </strong>{" "}
        The model that ships learned from acted speech: on real calls it errs
        more often. Let it decide nothing about anybody.
      </p>
    </aside>
  );
}
