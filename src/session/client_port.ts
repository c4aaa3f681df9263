/** The socket as a dialog sees it: the least that a session needs of it. */
export interface ClientPort {
  send(text: string): void;
  /** @param reason At most 123 bytes. */
  close(code: number, reason: string): void;
  /** What was sent and has not left yet. */
  readonly unsentBytes: number;
}
