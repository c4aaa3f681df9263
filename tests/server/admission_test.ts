import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createAdmission, isSameSecret } from "../../src/server/admission.ts";
import type { WireRequest } from "../../src/server/wire_route.ts";
import type { WireSettings } from "../../src/server/wire_settings.ts";

const CREDENTIAL = "correct-horse-battery";

function request(
  given: Partial<WireRequest> & { authorization?: string } = {},
): WireRequest {
  const { authorization, ...rest } = given;
  return {
    target: "/v1/twilio",
    headers: new Headers(authorization ? { authorization } : {}),
    ...rest,
  };
}

const SETTINGS: WireSettings = {
  served: ["twilio"],
  isOpen: false,
  credential: CREDENTIAL,
};

Deno.test("createAdmission() takes the credential in the path, as Bearer or as a password", () => {
  const refusal = createAdmission(SETTINGS);
  const basic = (pair: string) => `Basic ${btoa(pair)}`;
  for (
    const given of [
      { credential: CREDENTIAL },
      { authorization: `Bearer ${CREDENTIAL}` },
      { authorization: `bearer ${CREDENTIAL}` },
      { authorization: basic(`anybody:${CREDENTIAL}`) },
      { authorization: basic(`:${CREDENTIAL}`) },
    ]
  ) assertEquals(refusal(request(given)), undefined);
  for (
    const given of [
      {},
      { credential: "" },
      { credential: CREDENTIAL.slice(1) },
      { credential: `${CREDENTIAL}x` },
      { authorization: CREDENTIAL },
      { authorization: `Digest ${CREDENTIAL}` },
      { authorization: basic(CREDENTIAL) },
      { authorization: basic(`${CREDENTIAL}:anybody`) },
      { authorization: "Basic %%%" },
      { credential: "wrong", authorization: `Bearer ${CREDENTIAL}` },
    ]
  ) {
    const reason = refusal(request(given));
    assertStringIncludes(reason!, "credential");
    assert(!reason!.includes(CREDENTIAL));
  }
});

Deno.test("createAdmission() asks for a platform's own proof, and for nothing more unless it is presented", () => {
  const proof = ({ target }: WireRequest) =>
    target === "/signed" ? undefined : "not signed";
  const refusal = createAdmission(SETTINGS, proof);
  assertEquals(refusal(request({ target: "/signed" })), undefined);
  assertEquals(refusal(request({ credential: CREDENTIAL })), "not signed");
  assertStringIncludes(
    refusal(request({ target: "/signed", credential: "wrong" }))!,
    "wrong credential",
  );
  const { credential: _, ...bare } = SETTINGS;
  assertEquals(
    createAdmission(bare, proof)(
      request({ target: "/signed", credential: "x" }),
    ),
    "this server has no credential",
  );
});

Deno.test("createAdmission() lets nobody in who must show a credential that is not set", () => {
  const { credential: _, ...bare } = SETTINGS;
  for (const credential of [undefined, "", "undefined"]) {
    assert(createAdmission(bare)(request({ credential })));
  }
});

Deno.test("createAdmission() lets everybody in if that is asked for", () => {
  const open = createAdmission({ ...SETTINGS, isOpen: true }, () => "no");
  assertEquals(open(request()), undefined);
});

Deno.test("isSameSecret() tells texts apart, whatever their lengths", () => {
  assert(isSameSecret("", ""));
  assert(isSameSecret("schlüssel", "schlüssel"));
  for (const other of ["", "a", "abd", "abcd", "ABC"]) {
    assert(!isSameSecret("abc", other));
  }
});
