import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { createAudiohookProof } from "../../src/server/audiohook_proof.ts";
import {
  API_KEY,
  NOW_S,
  PARTS,
  SECRET,
  signedHeaders,
  signedRequest,
  type Signing,
} from "./_audiohook.ts";

fc.configureGlobal({ seed: 2_026 });

function createProof(
  nowS = () => NOW_S,
  clientSecret: Uint8Array | null = SECRET,
) {
  return createAudiohookProof({
    apiKey: API_KEY,
    ...(clientSecret === null ? {} : { clientSecret }),
    publicOrigin: "wss://voice.example.com",
    nowS,
  });
}

const without = (name: string) => PARTS.filter(([part]) => part !== name);
const KEY = `keyid="${API_KEY}"`;
const NONCE = 'nonce="VGhpc0lzQVVuaXF1ZU5vbmNl"';
const CREATED = `created=${NOW_S}`;

Deno.test("createAudiohookProof() takes the request of Genesys's documentation", () => {
  // developer.genesys.cloud/devapps/audiohook/security, "Example"
  const proof = createAudiohookProof({
    apiKey: API_KEY,
    clientSecret: SECRET,
    nowS: () => 1_641_013_205,
  });
  const request = {
    target: "/api/v1/voicebiometrics/ws",
    headers: new Headers({
      host: "audiohook.example.com",
      "audiohook-organization-id": "d7934305-0972-4844-938e-9060eef73d05",
      "audiohook-correlation-id": "e160e428-53e2-487c-977d-96989bf5c99d",
      "audiohook-session-id": "30b0e395-84d3-4570-ac13-9a62d8f514c0",
      "x-api-key": API_KEY,
      signature: "sig1=:NZBwyBHRRyRoeLqy1IzOa9VYBuI8TgMFt2GRDkDuJh4=:",
      "signature-input":
        `sig1=("@request-target" "@authority" "audiohook-organization-id" "audiohook-session-id" "audiohook-correlation-id" "x-api-key");keyid="${API_KEY}";nonce="VGhpc0lzQVVuaXF1ZU5vbmNl";alg="hmac-sha256";created=1641013200;expires=3282026430`,
    }),
  };
  assertEquals(proof(request), undefined);
  assertStringIncludes(proof(request)!, "used before");
});

/** Requests that may pass. */
const GOOD: readonly [string, Signing][] = [
  ["as Genesys signs", {}],
  ["in another order", { parts: PARTS.toReversed() }],
  ["with more than must be", {
    parts: [...PARTS, ["user-agent", "GenesysCloud"]],
    headers: { "user-agent": "  GenesysCloud " },
  }],
  ["without algorithm and end", { parameters: `${CREATED};${KEY};${NONCE}` }],
  ["with a parameter that came later", {
    parameters: `${CREATED};${KEY};${NONCE};tag="audiohook"`,
  }],
  ["by a clock that is ahead", { createdS: NOW_S + 3 }],
  ["some time ago", { createdS: NOW_S - 10 }],
];

for (const [name, signing] of GOOD) {
  Deno.test(`createAudiohookProof() takes a request signed ${name}`, () => {
    assertEquals(createProof()(signedRequest(signing)), undefined);
  });
}

/** Requests that may not pass, and a word of why. */
const BAD: readonly [string, Signing, string][] = [
  ["no API key", { headers: { "x-api-key": null } }, "no X-API-KEY"],
  ["another API key", {
    parts: [...without("x-api-key"), ["x-api-key", "another"]],
    headers: { "x-api-key": "another" },
    keyId: "another",
  }, "wrong X-API-KEY"],
  ["no signature", {
    headers: { signature: null, "signature-input": null },
  }, "not signed"],
  ["half a signature", { headers: { signature: null } }, "do not match"],
  ["the other half", { headers: { "signature-input": null } }, "do not match"],
  [
    "a signature under another label",
    { headers: { signature: "sig2=:AAAA:" } },
    "do not match",
  ],
  ["a signature that is text", {
    headers: { signature: 'sig1="AAAA"' },
  }, "do not match"],
  ["an input that is no list", {
    headers: { "signature-input": "sig1=1" },
  }, "do not match"],
  ["fields that are none", {
    headers: { "signature-input": "sig1=(" },
  }, '"signature-input" must be a dictionary'],
  ["a signature that is none", {
    headers: { signature: "sig1=:A" },
  }, '"signature" must be a dictionary'],
  ["another secret", { secret: new Uint8Array(32) }, "signature is wrong"],
  ["a short signature", { headers: { signature: "sig1=:AAAA:" } }, "is wrong"],
  ["an empty signature", { headers: { signature: "sig1=::" } }, "is wrong"],
  ["another path", { target: "/v1/audiohook?x" }, "signature is wrong"],
  ["another host", {
    parts: PARTS.map(([name, value]) => [
      name,
      name === "@authority" ? "other.example.com" : value,
    ]),
  }, "signature is wrong"],
  ["a header that was changed", {
    headers: { "audiohook-session-id": crypto.randomUUID() },
  }, "signature is wrong"],
  ["a header that was dropped", {
    headers: { "audiohook-correlation-id": null },
  }, "has no audiohook-correlation-id"],
  ["a component that nobody knows", {
    parts: [...PARTS, ["@method", "GET"]],
  }, "has no @method"],
  ["a component twice", { parts: [...PARTS, PARTS[0]!] }, "one comes twice"],
  ["a component with parameters", {
    headers: { "signature-input": `sig1=("x-api-key";sf);${CREATED}` },
  }, "must be names alone"],
  ["another algorithm", {
    parameters: `${KEY};${NONCE};${CREATED};alg="hmac-sha1"`,
  }, "not hmac-sha256"],
  ["another key's id", { keyId: "another" }, "by another key"],
  ["no key's id", { parameters: `${NONCE};${CREATED}` }, "by another key"],
  ["no nonce", { parameters: `${KEY};${CREATED}` }, "has 0"],
  ["a short nonce", { nonce: "A".repeat(21) }, "has 21"],
  ["a long nonce", { nonce: "A".repeat(257) }, "has 257"],
  ["no time", { parameters: `${KEY};${NONCE}` }, "has no time"],
  ["a time that is text", {
    parameters: `${KEY};${NONCE};created="${NOW_S}"`,
  }, "has no time"],
  ["a time to come", { createdS: NOW_S + 4 }, "of the future"],
  ["a time long gone", { createdS: NOW_S - 11 }, "has expired"],
  ["an end that has come", {
    parameters: `${KEY};${NONCE};${CREATED};expires=${NOW_S - 1}`,
  }, "has expired"],
  ...PARTS.map(([name]): [string, Signing, string] => [
    `a signature without ${name}`,
    { parts: without(name) },
    `does not cover ${name}`,
  ]),
];

for (const [name, signing, words] of BAD) {
  Deno.test(`createAudiohookProof() refuses ${name}`, () => {
    const reason = createProof()(signedRequest(signing));
    assertStringIncludes(reason ?? "nothing", words);
    assert(!reason!.includes(API_KEY));
  });
}

Deno.test("createAudiohookProof() takes a nonce once, and again when its signature would be too old", () => {
  let nowS = NOW_S;
  const proof = createProof(() => nowS);
  const nonce = "VGhpc0lzQVVuaXF1ZU5vbmNl";
  const ask = (createdS: number) => proof(signedRequest({ nonce, createdS }));
  assertEquals(ask(NOW_S + 3), undefined);
  nowS = NOW_S + 13;
  assertStringIncludes(ask(NOW_S + 3)!, "used before");
  assertStringIncludes(ask(nowS)!, "used before");
  nowS = NOW_S + 14;
  assertStringIncludes(ask(NOW_S + 3)!, "expired");
  assertEquals(ask(nowS), undefined);
});

Deno.test("createAudiohookProof() uses no nonce up for a request that it refuses", () => {
  const proof = createProof();
  const nonce = "VGhpc0lzQVVuaXF1ZU5vbmNl";
  const secret = new Uint8Array(32);
  assertStringIncludes(proof(signedRequest({ nonce, secret }))!, "is wrong");
  assertEquals(proof(signedRequest({ nonce })), undefined);
});

Deno.test("createAudiohookProof() signs over the request's own host if no origin is set", () => {
  const proof = () =>
    createAudiohookProof({
      apiKey: API_KEY,
      clientSecret: SECRET,
      nowS: () => NOW_S,
    });
  for (const host of ["voice.example.com", "Voice.Example.COM:443"]) {
    assertEquals(proof()(signedRequest({ headers: { host } })), undefined);
  }
  for (const host of ["example.com", "voice.example.com:8443"]) {
    const reason = proof()(signedRequest({ headers: { host } }));
    assertStringIncludes(reason!, "signature is wrong");
  }
  const behindProxy = signedRequest({ headers: { host: "10.0.0.1:8000" } });
  assertEquals(createProof()(behindProxy), undefined);
});

Deno.test("createAudiohookProof() asks for the key alone if no secret is set, and for no signature it cannot check", () => {
  const proof = createProof(() => NOW_S, null);
  const bare = { signature: null, "signature-input": null };
  assertEquals(proof(signedRequest({ headers: bare })), undefined);
  assertStringIncludes(
    proof(signedRequest({ headers: { ...bare, "x-api-key": "x" } }))!,
    "wrong X-API-KEY",
  );
  assertStringIncludes(proof(signedRequest())!, "AUDIOHOOK_CLIENT_SECRET");
});

Deno.test("createAudiohookProof() has an answer to any header", () => {
  const fields = signedHeaders();
  const spoilt = (value: string) =>
    fc.tuple(fc.nat(value.length), fc.nat(9), fc.string()).map((
      [at, count, other],
    ) =>
      (value.slice(0, at) + other + value.slice(at + count))
        .replace(/[^\x20-\x7e]/g, "?")
    );
  fc.assert(
    fc.property(
      spoilt(fields["signature-input"]!),
      spoilt(fields.signature!),
      (input, signature) => {
        const reason = createProof()({
          target: "/v1/audiohook",
          headers: new Headers({
            ...fields,
            "signature-input": input,
            signature,
          }),
        });
        assert(reason === undefined || reason.length > 0);
      },
    ),
    { numRuns: 5_000 },
  );
});
