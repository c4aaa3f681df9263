/**
 * The numbers of both ends of one AudioHook session.
 *
 * @module
 */
import {
  type ClientEnvelope,
  NULL_ID,
  type ServerMessage,
  type ServerParameters,
  type ServerType,
  VERSION,
} from "../../../protocol/audiohook/messages.ts";
import { ProtocolError } from "../../../protocol/protocol_error.ts";

/** Numbers what the server says, and checks the numbers of the client. */
export class Line {
  readonly #send: (text: string) => void;
  #id: string | undefined;
  #seq = 0;
  #clientSeq = 0;

  /** @param id Of the session, if it is known; else the first message's. */
  constructor(send: (text: string) => void, id: string | undefined) {
    this.#send = send;
    this.#id = id;
  }

  /** Of the session; the null id before it is known. */
  get id(): string {
    return this.#id ?? NULL_ID;
  }

  /**
   * Takes a message's numbers.
   *
   * @throws {ProtocolError} `bad_message` if it is not the next one, or answers
   * what was never said; `wrong_stream` if it is of another session.
   */
  take({ id, seq, serverseq }: ClientEnvelope): void {
    if (seq !== this.#clientSeq + 1) {
      throw misnumbered("seq", `be ${this.#clientSeq + 1}`, seq);
    }
    this.#clientSeq = seq;
    if (serverseq > this.#seq) {
      throw misnumbered("serverseq", `be at most ${this.#seq}`, serverseq);
    }
    this.#id ??= id;
    if (id !== this.#id) {
      throw new ProtocolError(
        "wrong_stream",
        `Cannot take a message as its id must be the session's, ${this.#id}: current value is ${id}`,
      );
    }
  }

  /** Takes the number of a message of a client that is asked to close, whatever it is. */
  follow({ seq }: ClientEnvelope): void {
    this.#clientSeq = seq;
  }

  /** Says something. */
  say<T extends ServerType>(type: T, parameters: ServerParameters[T]): void {
    const message: ServerMessage<T> = {
      version: VERSION,
      id: this.id,
      type,
      seq: ++this.#seq,
      clientseq: this.#clientSeq,
      parameters,
    };
    this.#send(JSON.stringify(message));
  }
}

function misnumbered(name: string, rule: string, value: number): ProtocolError {
  return new ProtocolError(
    "bad_message",
    `Cannot take a message as its ${name} must ${rule}: current value is ${value}`,
  );
}
