/**
 * A file that anybody may ask for: what it takes to answer is made once, as packing
 * it each time would cost live calls 6 ms of their thread (150 kB, November 2026).
 *
 * @module
 */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Context } from "hono";
import { accepts } from "hono/accepts";

/** A file, as it is and packed. */
export class PackedFile {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #type: string;
  readonly #pack: (bytes: Uint8Array) => Uint8Array;
  readonly #tag: string;
  #packed: Uint8Array<ArrayBuffer> | undefined;

  /** @param pack Makes a gzip; by default that of the runtime. */
  constructor(
    bytes: Uint8Array<ArrayBuffer>,
    type: string,
    pack: (bytes: Uint8Array) => Uint8Array = gzipSync,
  ) {
    this.#bytes = bytes;
    this.#type = type;
    this.#pack = pack;
    const hash = createHash("sha256").update(bytes).digest("base64url");
    this.#tag = `W/"${hash}"`; // weak: it stands for the file however it is packed
  }

  /** Answers with the file, or that it is still as it was. */
  answer(c: Context): Response {
    c.header("etag", this.#tag);
    c.header("cache-control", "no-cache"); // asks each time whether it has changed
    c.header("vary", "accept-encoding", { append: true });
    const known = c.req.header("if-none-match") ?? "";
    if (known.split(",").some((tag) => tag.trim() === this.#tag)) {
      return c.body(null, 304);
    }
    c.header("content-type", this.#type);
    if (!takesGzip(c)) return c.body(this.#bytes);
    c.header("content-encoding", "gzip");
    return c.body(this.#packed ??= Uint8Array.from(this.#pack(this.#bytes)));
  }
}

function takesGzip(c: Context): boolean {
  const encoding = accepts(c, {
    header: "Accept-Encoding",
    supports: ["gzip", "identity"],
    default: "identity",
  });
  return encoding === "gzip";
}
