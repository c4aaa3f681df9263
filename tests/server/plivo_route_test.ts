/** Plivo's door, checked against signatures that Plivo's own library takes. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { plivoRoute, plivoSignature } from "../../src/server/plivo_route.ts";
import type { WireRequest } from "../../src/server/wire_route.ts";
import type { WireSettings } from "../../src/server/wire_settings.ts";

const TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw";
const NONCE = "05429567804466091622";
const HOST = "voice.example.com";
const PATH = "/v1/plivo";
const SETTINGS: WireSettings = {
  served: ["plivo"],
  isOpen: false,
  publicOrigin: `wss://${HOST}`,
  plivoAuthToken: TOKEN,
};

interface Signed {
  readonly target?: string;
  readonly nonce?: string;
  readonly main?: string;
}

function request(
  signature: string | undefined,
  { target = PATH, nonce = NONCE, main }: Signed = {},
): WireRequest {
  const headers = new Headers({ "X-Plivo-Signature-V3-Nonce": nonce });
  if (signature !== undefined) headers.set("X-Plivo-Signature-V3", signature);
  if (main !== undefined) headers.set("X-Plivo-Signature-Ma-V3", main);
  return { headers, target, credential: target.split("/")[3] };
}

const SIGNED_URLS = ["https", "wss", "http"].flatMap((scheme) =>
  [HOST, `${HOST}:443`].map((host) => `${scheme}://${host}${PATH}`)
);

/**
 * Signatures with the token and nonce above, which `validateV3Signature` of npm's
 * `plivo` 4.79.0 took, and with another nonce refused. That package is no
 * dependency: it would bring 57 others, some with known faults.
 */
const SIGNATURES = {
  "https://voice.example.com/v1/plivo":
    "NxgfT7fTyouP0LYJcznFHCF6DCQnd06l/0Z4Y6+zUws=",
  "http://voice.example.com:443/v1/plivo":
    "txzlGv069D4zNqO3LFW2ldzOtI6nMDglzTVEUv0WnMc=",
  "wss://voice.example.com/v1/plivo/credential":
    "SnmeM8KGIhTCReB8dlkrDRBVFRyzN2ompwkVL2ktG+E=",
};

Deno.test("plivoSignature() is what Plivo's library takes", () => {
  for (const [url, expected] of Object.entries(SIGNATURES)) {
    assertEquals(plivoSignature(TOKEN, url, NONCE), expected);
  }
});

Deno.test("plivoRoute() takes a signature over this server's URL, whichever scheme and port Plivo signed", () => {
  const { admit } = plivoRoute(SETTINGS);
  const withPort = plivoRoute({
    ...SETTINGS,
    publicOrigin: `wss://${HOST}:443`,
  });
  for (const url of SIGNED_URLS) {
    const signed = request(plivoSignature(TOKEN, url, NONCE));
    assertEquals(admit(signed), { tenant: "default" });
    assertEquals(withPort.admit(signed), { tenant: "default" });
  }
});

Deno.test("plivoRoute() takes one of several signatures, and the main account's", () => {
  const { admit } = plivoRoute(SETTINGS);
  const right = plivoSignature(TOKEN, SIGNED_URLS[0]!, NONCE);
  const other = plivoSignature("a token of old", SIGNED_URLS[0]!, NONCE);
  for (
    const signed of [
      request(`${other},${right}`),
      request(`${right}, ${other}`),
      request(other, { main: right }),
      request(undefined, { main: right }),
    ]
  ) assertEquals(admit(signed).refusal, undefined);
  const many = [...new Array(100).fill(other), right].join();
  assertStringIncludes(admit(request(many)).refusal!, "signature is wrong");
});

Deno.test("plivoRoute() refuses every other signature, and names no secret", () => {
  const { admit } = plivoRoute(SETTINGS);
  const url = SIGNED_URLS[0]!;
  const right = plivoSignature(TOKEN, url, NONCE);
  for (
    const wrong of [
      request("x"),
      request(","),
      request(right.toLowerCase()),
      request(right.slice(0, -1)),
      request(right, { nonce: "05429567804466091623" }),
      request(right, { nonce: "" }),
      request(right, { target: `${PATH}/` }),
      request(plivoSignature("another token", url, NONCE)),
      request(plivoSignature(TOKEN, `${url}/`, NONCE)),
      request(plivoSignature(TOKEN, `ftp://${HOST}${PATH}`, NONCE)),
      request(plivoSignature(TOKEN, `https://evil.example${PATH}`, NONCE)),
    ]
  ) {
    const reason = admit(wrong).refusal!;
    assertStringIncludes(reason, "signature is wrong");
    assert(!reason.includes(TOKEN) && !reason.includes(right));
  }
});

Deno.test("plivoRoute() refuses what lacks a signature or its nonce", () => {
  const { admit } = plivoRoute(SETTINGS);
  const signature = plivoSignature(TOKEN, SIGNED_URLS[0]!, NONCE);
  const withoutNonce = new Headers({ "X-Plivo-Signature-V3": signature });
  for (
    const unsigned of [
      request(undefined),
      { headers: withoutNonce, target: PATH },
    ]
  ) assertEquals(admit(unsigned).refusal, "the request is not signed");
});

Deno.test("plivoRoute() checks a credential in the path beside the signature", () => {
  const target = `${PATH}/my-credential`;
  const url = `https://${HOST}${target}`;
  const signed = request(plivoSignature(TOKEN, url, NONCE), { target });
  const right = plivoRoute({ ...SETTINGS, credential: "my-credential" });
  assertEquals(right.admit(signed).refusal, undefined);
  const wrong = plivoRoute({ ...SETTINGS, credential: "another-one" });
  assertStringIncludes(wrong.admit(signed).refusal!, "wrong credential");
});

Deno.test("plivoRoute() without a token asks for the credential", () => {
  const { plivoAuthToken: _, ...bare } = SETTINGS;
  const { admit } = plivoRoute({ ...bare, credential: "my-credential" });
  const target = `${PATH}/my-credential`;
  assertEquals(admit(request(undefined, { target })).refusal, undefined);
  assertStringIncludes(
    admit(request(undefined)).refusal!,
    "no credential",
  );
});
