import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  type Admission,
  createAdmission,
  isSameSecret,
} from "../../src/server/admission.ts";
import type { WireRequest } from "../../src/server/wire_route.ts";
import { ringOf } from "./access/_access.ts";
import { storedKey } from "../config/_keys.ts";
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

/** Why an admission refuses, alone. */
function refusalOf(admit: Admission) {
  return (request: WireRequest) => admit(request).refusal;
}

const SETTINGS: WireSettings = {
  served: ["twilio"],
  isOpen: false,
  credential: CREDENTIAL,
};

Deno.test("createAdmission() takes the credential in the path, as Bearer or as a password", () => {
  const refusal = refusalOf(createAdmission(SETTINGS));
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
  const refusal = refusalOf(createAdmission(SETTINGS, proof));
  assertEquals(refusal(request({ target: "/signed" })), undefined);
  assertEquals(refusal(request({ credential: CREDENTIAL })), "not signed");
  assertStringIncludes(
    refusal(request({ target: "/signed", credential: "wrong" }))!,
    "wrong credential",
  );
  const { credential: _, ...bare } = SETTINGS;
  assertEquals(
    refusalOf(createAdmission(bare, proof))(
      request({ target: "/signed", credential: "x" }),
    ),
    "this server has no credential",
  );
});

Deno.test("createAdmission() lets nobody in who must show a credential that is not set", () => {
  const { credential: _, ...bare } = SETTINGS;
  for (const credential of [undefined, "", "undefined"]) {
    assert(refusalOf(createAdmission(bare))(request({ credential })));
  }
});

Deno.test("createAdmission() lets everybody in if that is asked for", () => {
  const open = createAdmission({ ...SETTINGS, isOpen: true }, () => "no");
  assertEquals(open(request()), { tenant: "default" });
  assertEquals(open(request({ credential: "any" })), { tenant: "default" });
});

Deno.test("createAdmission() gives a call to the tenant of the key that is presented", () => {
  const { credential: _, ...bare } = SETTINGS;
  const keys = ringOf([
    storedKey("ut_acme"),
    storedKey("ut_beta", { tenant: "beta" }),
    storedKey("ut_read", { scopes: ["read"] }),
  ]);
  for (const settings of [{ ...bare, keys }, { ...SETTINGS, keys }]) {
    const admit = createAdmission(settings);
    assertEquals(admit(request({ credential: "ut_acme" })), { tenant: "acme" });
    assertEquals(admit(request({ authorization: "Bearer ut_beta" })), {
      tenant: "beta",
    });
    for (const credential of [undefined, "ut_other", "ut_read", ""]) {
      const { refusal } = admit(request({ credential }));
      assert(refusal);
      assert(!refusal.includes("ut_"));
    }
  }
});

Deno.test("createAdmission() gives calls without a key to the tenant of the setting", () => {
  const settings = { ...SETTINGS, tenant: "phones", keys: ringOf([]) };
  const given = [
    createAdmission(settings)(request({ credential: CREDENTIAL })),
    createAdmission(settings, () => undefined)(request()),
    createAdmission({ ...settings, isOpen: true })(request()),
  ];
  assertEquals(given, Array(3).fill({ tenant: "phones" }));
});

Deno.test("createAdmission() asks for a platform's own proof beside a key", () => {
  const settings = { ...SETTINGS, keys: ringOf([storedKey("ut_acme")]) };
  const admit = createAdmission(
    settings,
    ({ target }) => target === "/signed" ? undefined : "not signed",
  );
  const credential = "ut_acme";
  assertEquals(admit(request({ credential })).refusal, "not signed");
  assertEquals(admit(request({ credential, target: "/signed" })), {
    tenant: "acme",
  });
});

Deno.test("createAdmission() knows a key even where anybody may call", () => {
  const settings = { ...SETTINGS, isOpen: true };
  const keys = ringOf([storedKey("ut_acme")]);
  assertEquals(
    createAdmission({ ...settings, keys })(request({ credential: "ut_acme" })),
    { tenant: "acme" },
  );
});

Deno.test("isSameSecret() tells texts apart, whatever their lengths", () => {
  assert(isSameSecret("", ""));
  assert(isSameSecret("schlüssel", "schlüssel"));
  for (const other of ["", "a", "abd", "abcd", "ABC"]) {
    assert(!isSameSecret("abc", other));
  }
});
