import { ProtocolError } from "../protocol/protocol_error.ts";

/** How {@linkcode readBody} reads. */
export interface ReadBodyOptions {
  readonly maxBytes: number;
  /** Lets the event loop serve others; called after every piece, as a client may send its body byte by byte. */
  readonly breathe: () => Promise<void>;
}

/**
 * Reads the whole body of a request, as it comes.
 *
 * @throws {ProtocolError} `message_too_large` as soon as it is known to be, the
 * rest is not read; `bad_message` if the client breaks off.
 */
export async function readBody(
  request: Request,
  { maxBytes, breathe }: ReadBodyOptions,
): Promise<Uint8Array> {
  assertAtMost(maxBytes, Number(request.headers.get("content-length")));
  const body = new ArrayBuffer(0, { maxByteLength: maxBytes });
  for await (const piece of pieces(request)) {
    const start = body.byteLength;
    assertAtMost(maxBytes, start + piece.length);
    body.resize(start + piece.length);
    new Uint8Array(body, start).set(piece);
    await breathe();
  }
  return new Uint8Array(body.transferToFixedLength());
}

async function* pieces({ body }: Request): AsyncGenerator<Uint8Array> {
  try {
    yield* body ?? [];
  } catch (cause) {
    throw new ProtocolError(
      "bad_message",
      "Cannot read the body as all of it must come: the client broke off",
      { cause },
    );
  }
}

function assertAtMost(maxBytes: number, bytes: number): void {
  if (bytes <= maxBytes) return;
  throw new ProtocolError(
    "message_too_large",
    `Cannot read the body as it must be at most ${maxBytes} bytes: current value is ${bytes} or more`,
  );
}
