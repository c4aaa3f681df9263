import { ProtocolError } from "../protocol/protocol_error.ts";
import {
  MAX_UPLOAD_MS,
  MIN_UPLOAD_BYTES_PER_S,
  type UploadClock,
  UploadPatience,
} from "./upload_patience.ts";

/** How {@linkcode readBody} reads. */
export interface ReadBodyOptions {
  readonly maxBytes: number;
  /** Lets the event loop serve others; called after every piece, as a client may send its body byte by byte. */
  readonly breathe: () => Promise<void>;
  /** @default the process's */
  readonly clock?: UploadClock;
}

/**
 * Reads the whole body of a request, as it comes.
 *
 * @throws {ProtocolError} `message_too_large` as soon as it is known to be, the
 * rest is not read; `too_slow` if it trickles; `bad_message` if the client breaks
 * off.
 */
export async function readBody(
  request: Request,
  { maxBytes, breathe, clock }: ReadBodyOptions,
): Promise<Uint8Array> {
  assertAtMost(maxBytes, Number(request.headers.get("content-length")));
  const body = new ArrayBuffer(0, { maxByteLength: maxBytes });
  for await (const piece of pieces(request, clock)) {
    const start = body.byteLength;
    assertAtMost(maxBytes, start + piece.length);
    body.resize(start + piece.length);
    new Uint8Array(body, start).set(piece);
    await breathe();
  }
  return new Uint8Array(body.transferToFixedLength());
}

async function* pieces(
  { body }: Request,
  clock: UploadClock | undefined,
): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const reader = body.getReader();
  const stopReading = () => void reader.cancel().catch(() => {});
  const patience = new UploadPatience(stopReading, clock); // a read that waits ends then
  try {
    for (;;) {
      const { done, value } = await nextOf(reader);
      if (patience.isOver) throw tooSlow();
      if (done) return;
      patience.received(value.length);
      yield value;
    }
  } finally {
    patience.end();
    stopReading();
  }
}

async function nextOf(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read();
  } catch (cause) {
    throw new ProtocolError(
      "bad_message",
      "Cannot read the body as all of it must come: the client broke off",
      { cause },
    );
  }
}

function tooSlow(): ProtocolError {
  return new ProtocolError(
    "too_slow",
    `Cannot read the body as ${MIN_UPLOAD_BYTES_PER_S} bytes must come a second, and all of it within ${
      MAX_UPLOAD_MS / 1000
    } s: it came more slowly`,
  );
}

function assertAtMost(maxBytes: number, bytes: number): void {
  if (bytes <= maxBytes) return;
  throw new ProtocolError(
    "message_too_large",
    `Cannot read the body as it must be at most ${maxBytes} bytes: current value is ${bytes} or more`,
  );
}
