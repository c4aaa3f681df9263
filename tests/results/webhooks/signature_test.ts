import { assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import fc from "fast-check";
// The specification's own library: whoever receives our webhooks may use it.
import { Webhook } from "standardwebhooks";
import { signedHeaders } from "../../../src/results/webhooks/signature.ts";
import { KEY, SECRET } from "./_fakes.ts";

fc.configureGlobal({ seed: 2_026 });

Deno.test("signedHeaders() gives the signature of the specification's example", () => {
  const content = {
    id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    atMs: 1_614_265_330_999,
    body: '{"test": 2432232314}',
  };
  assertEquals(signedHeaders(content, [KEY]), {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

Deno.test("signedHeaders() signs as the specification's library does, whatever is said", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 24, maxLength: 64 }),
      fc.stringMatching(/^msg_\w{1,40}$/),
      fc.nat(4_000_000_000),
      fc.string({ unit: "grapheme" }),
      (key, id, seconds, body) => {
        const secret = `whsec_${Buffer.from(key).toString("base64")}`;
        const atMs = seconds * 1000;
        assertEquals(
          signedHeaders({ id, atMs, body }, [key])["webhook-signature"],
          new Webhook(secret).sign(id, new Date(atMs), body),
        );
      },
    ),
  );
});

Deno.test("signedHeaders() signs with every key, so that each of them verifies", () => {
  const other = new Uint8Array(32).fill(7);
  const content = { id: "msg_1", atMs: Date.now(), body: '{"a":1}' };
  const headers = signedHeaders(content, [KEY, other]);
  for (
    const secret of [SECRET, `whsec_${Buffer.from(other).toString("base64")}`]
  ) {
    const verified = new Webhook(secret).verify(content.body, headers);
    assertEquals(verified, { a: 1 });
  }
});
