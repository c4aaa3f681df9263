/** Twilio's door, checked against Twilio's own library. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  getExpectedTwilioSignature,
  validateRequest,
} from "npm:twilio@6.2.0/lib/webhooks/webhooks.js";
import {
  lookAlikeRoute,
  twilioRoute,
  twilioSignature,
} from "../../src/server/twilio_route.ts";
import type { WireRequest } from "../../src/server/wire_route.ts";
import type { WireSettings } from "../../src/server/wire_settings.ts";

const TOKEN = "12345678901234567890123456789012";
const ORIGIN = "wss://voice.example.com";
const SETTINGS: WireSettings = {
  served: ["twilio"],
  isOpen: false,
  publicOrigin: ORIGIN,
  twilioAuthToken: TOKEN,
};

function request(target: string, signature?: string): WireRequest {
  const headers = new Headers(
    signature === undefined ? {} : { "X-Twilio-Signature": signature },
  );
  return { headers, target, credential: target.split("/")[3] };
}

const TARGETS = ["/v1/twilio", "/v1/twilio/my-credential", "/v1/twilio?a=1%20"];

Deno.test("twilioSignature() is what Twilio's library expects", () => {
  for (const target of TARGETS) {
    const url = ORIGIN + target;
    const signature = twilioSignature(TOKEN, url);
    assertEquals(signature, getExpectedTwilioSignature(TOKEN, url, {}));
    assertEquals(validateRequest(TOKEN, signature, url, {}), true);
  }
});

Deno.test("twilioRoute() takes what Twilio's library signs, with a port or without", () => {
  const { admit } = twilioRoute(SETTINGS);
  const withPort = twilioRoute({ ...SETTINGS, publicOrigin: `${ORIGIN}:443` });
  for (const origin of [ORIGIN, `${ORIGIN}:443`]) {
    const url = `${origin}/v1/twilio`;
    const signature = getExpectedTwilioSignature(TOKEN, url, {});
    assertEquals(admit(request("/v1/twilio", signature)).refusal, undefined);
    assertEquals(
      withPort.admit(request("/v1/twilio", signature)).refusal,
      undefined,
    );
  }
});

Deno.test("twilioRoute() refuses every other signature, and names no secret", () => {
  const { admit } = twilioRoute(SETTINGS);
  const sign = (token: string, url: string) =>
    getExpectedTwilioSignature(token, url, {});
  const right = sign(TOKEN, `${ORIGIN}/v1/twilio`);
  for (
    const signature of [
      "",
      "x",
      right.toLowerCase(),
      right.slice(0, -1),
      sign("another token", `${ORIGIN}/v1/twilio`),
      sign(TOKEN, `${ORIGIN}/v1/twilio/`),
      sign(TOKEN, "https://voice.example.com/v1/twilio"),
      sign(TOKEN, "wss://evil.example.com/v1/twilio"),
    ]
  ) {
    const reason = admit(request("/v1/twilio", signature)).refusal!;
    assertStringIncludes(reason, "signature is wrong");
    assertEquals(reason.includes(TOKEN) || reason.includes(right), false);
  }
  assertEquals(
    admit(request("/v1/twilio")).refusal,
    "the request is not signed",
  );
});

Deno.test("twilioRoute() checks a credential in the path beside the signature", () => {
  const target = "/v1/twilio/my-credential";
  const signed = request(
    target,
    getExpectedTwilioSignature(TOKEN, ORIGIN + target, {}),
  );
  const right = twilioRoute({ ...SETTINGS, credential: "my-credential" });
  assertEquals(right.admit(signed).refusal, undefined);
  const wrong = twilioRoute({ ...SETTINGS, credential: "another-one" });
  assertStringIncludes(wrong.admit(signed).refusal!, "wrong credential");
});

Deno.test("twilioRoute() without a token, and a look-alike's, ask for the credential", () => {
  const { twilioAuthToken: _, ...bare } = SETTINGS;
  const settings = { ...bare, credential: "my-credential" };
  for (
    const { admit } of [
      twilioRoute(settings),
      lookAlikeRoute("telnyx")({ ...settings, twilioAuthToken: TOKEN }),
    ]
  ) {
    assertEquals(admit(request("/v1/x/my-credential")).refusal, undefined);
    assertStringIncludes(admit(request("/v1/x")).refusal!, "no credential");
  }
});
