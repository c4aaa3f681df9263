import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { readWireConfig } from "../../src/config/wires.ts";

function read(variables: Record<string, string> = {}) {
  return readWireConfig((name) => variables[name]);
}

Deno.test("readWireConfig() serves no platform and analyses customers by default", () => {
  const { config, faults } = read();
  assertEquals(faults, []);
  assertEquals(config.wires.served, []);
  assertEquals(config.wires.isOpen, false);
  assertEquals(config.roles, {
    roles: {},
    agentPurpose: undefined,
    mixedPurpose: undefined,
  });
  assertEquals(config.hasPredictionLog, false);
  assertEquals(read({ WIRES: "", WIRE_AUTH: "", ANALYSE_AGENT: "" }), read());
});

Deno.test("readWireConfig() reads roles, purposes and the log", () => {
  const { config, faults } = read({
    WIRE_ROLES: "twilio.inbound=agent,twilio.outbound=customer",
    ANALYSE_AGENT: "safety",
    ANALYSE_MIXED: "no-employee",
    PREDICTION_LOG: "1",
    PUBLIC_ORIGIN: "wss://voice.example.com:8443",
    WIRE_CREDENTIAL: "x".repeat(16),
  });
  assertEquals(faults, []);
  assertEquals(config.roles, {
    roles: { twilio: { inbound: "agent", outbound: "customer" } },
    agentPurpose: "safety",
    mixedPurpose: "no-employee",
  });
  assert(config.hasPredictionLog);
  assertEquals(config.wires.publicOrigin, "wss://voice.example.com:8443");
});

for (
  const [name, value, part] of [
    ["WIRES", "telegraph", "WIRES must be of"],
    ["WIRE_AUTH", "maybe", "WIRE_AUTH must be one of none"],
    ["ANALYSE_AGENT", "1", "one of safety, medical, non-eu"],
    ["ANALYSE_AGENT", "no-employee", "one of safety, medical, non-eu"],
    ["ANALYSE_MIXED", "yes", "no-employee"],
    ["PREDICTION_LOG", "on", "one of 0, 1"],
    ["PUBLIC_ORIGIN", "https://voice.example.com", "wss://"],
    ["PUBLIC_ORIGIN", "wss://voice.example.com/", "wss://"],
    ["WIRE_ROLES", "twilio.inbound=boss", "WIRE_ROLES: a role of twilio"],
    ["TWILIO_AUTH_TOKEN", "secret", "PUBLIC_ORIGIN must be set"],
    ["PLIVO_AUTH_TOKEN", "secret", "PUBLIC_ORIGIN must be set for PLIVO"],
  ] as const
) {
  Deno.test(`readWireConfig() refuses ${name}=${value}`, () => {
    const { faults } = read({ [name]: value });
    assertEquals(faults.length, 1, faults.join("; "));
    assertStringIncludes(faults[0]!, part);
  });
}

Deno.test("readWireConfig() names no secret that is at fault", () => {
  for (const secret of ["too-short", "x".repeat(201), "with/slash/and more"]) {
    const { faults } = read({ WIRE_CREDENTIAL: secret });
    assertStringIncludes(faults.join(), "WIRE_CREDENTIAL must be");
    assert(!faults.join().includes(secret));
  }
});

Deno.test("readWireConfig() serves a platform that has a proof", () => {
  const credential = { WIRE_CREDENTIAL: "correct-horse-battery" };
  const signed = { TWILIO_AUTH_TOKEN: "t", PUBLIC_ORIGIN: "wss://a.example" };
  for (
    const variables of [
      { WIRES: "twilio", ...credential },
      { WIRES: "twilio", ...signed },
      { ...signed, WIRES: "plivo", PLIVO_AUTH_TOKEN: "p" },
      { WIRES: " twilio, telnyx ,twilio,", ...credential, ...signed },
      { WIRES: "exotel", WIRE_AUTH: "none" },
    ]
  ) {
    const { config, faults } = read(variables);
    assertEquals(faults, []);
    assertEquals(
      config.wires.served as readonly string[],
      [...new Set(variables.WIRES.split(",").map((s) => s.trim()))]
        .filter(Boolean),
    );
  }
});

Deno.test("readWireConfig() refuses a platform that takes calls from anybody, unless that is asked for", () => {
  const { faults } = read({
    WIRES: "twilio,telnyx",
    TWILIO_AUTH_TOKEN: "a token",
    PUBLIC_ORIGIN: "wss://voice.example.com",
  });
  assertEquals(faults.length, 1);
  assertStringIncludes(faults[0]!, "WIRE_CREDENTIAL must be set for telnyx");
  assertStringIncludes(
    read({ WIRES: "twilio" }).faults.join(),
    "WIRE_CREDENTIAL or TWILIO_AUTH_TOKEN must be set for twilio",
  );
});

Deno.test("readWireConfig() serves any platform where there are API keys to present", () => {
  const env = (name: string) => name === "WIRES" ? "twilio,telnyx" : undefined;
  assertEquals(readWireConfig(env, true).faults, []);
});
