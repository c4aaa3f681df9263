/** Something that is rung, and heard even by who listens a moment later. */
export class Bell {
  #hasRung = false;
  #listener: (() => void) | undefined;

  /** Rings; ringing twice before it is heard is ringing once. */
  ring(): void {
    this.#hasRung = true;
    this.#listener?.();
  }

  /**
   * Waits for it to ring.
   *
   * @returns Whether it rang; if not, the time was over.
   */
  rung(ms: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(resolve, ms, false);
    this.#listener = () => resolve(true);
    if (this.#hasRung) this.#listener();
    return promise.then((hasRung) => {
      clearTimeout(timer);
      this.#listener = undefined;
      if (hasRung) this.#hasRung = false;
      return hasRung;
    });
  }
}
