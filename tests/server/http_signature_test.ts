import { assertEquals, assertThrows } from "@std/assert";
import { createHmac } from "node:crypto";
import { Buffer } from "node:buffer";
import {
  readSignature,
  signatureBase,
} from "../../src/server/http_signature.ts";

// RFC 9421, appendix B.1.5 and B.2.5.
const RFC_KEY = Buffer.from(
  "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==",
  "base64",
);
const RFC_HEADERS = {
  date: "Tue, 20 Apr 2021 02:07:55 GMT",
  "content-type": "application/json",
  "signature-input":
    'sig-b25=("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
  signature: "sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:",
};

Deno.test("readSignature() and signatureBase() agree with RFC 9421's example", () => {
  const headers = new Headers(RFC_HEADERS);
  const signature = readSignature(headers)!;
  assertEquals(signature.components, ["date", "@authority", "content-type"]);
  assertEquals(
    [signature.keyId, signature.createdS, signature.expiresS, signature.nonce],
    ["test-shared-secret", 1_618_884_473, undefined, undefined],
  );
  const base = signatureBase(
    signature,
    (name) => name === "@authority" ? "example.com" : headers.get(name)!,
  );
  assertEquals(
    base,
    [
      '"date": Tue, 20 Apr 2021 02:07:55 GMT',
      '"@authority": example.com',
      '"content-type": application/json',
      '"@signature-params": ("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
    ].join("\n"),
  );
  assertEquals(
    createHmac("sha256", RFC_KEY).update(base).digest("base64"),
    Buffer.from(signature.signature).toString("base64"),
  );
});

Deno.test("readSignature() signs the one spelling of what was sent", () => {
  const { input } = readSignature(
    new Headers({
      "signature-input": '  sig1=( "a"   "b" );created=1; keyid="k\\"ey"',
      signature: "sig1=:AAAA:",
    }),
  )!;
  assertEquals(input, '("a" "b");created=1;keyid="k\\"ey"');
});

Deno.test("readSignature() reads the first of several", () => {
  const { components } = readSignature(
    new Headers({
      "signature-input": 'one=("a");created=1, two=("b");created=2',
      signature: "two=:AAAA:, one=:BBBB:",
    }),
  )!;
  assertEquals(components, ["a"]);
});

Deno.test("readSignature() finds nothing in a request that is not signed", () => {
  assertEquals(readSignature(new Headers({ date: "now" })), undefined);
});

Deno.test("signatureBase() has a value for all that is signed, or none", () => {
  const signature = readSignature(new Headers(RFC_HEADERS))!;
  assertThrows(
    () => signatureBase(signature, () => undefined),
    SyntaxError,
    "it has no date",
  );
});
