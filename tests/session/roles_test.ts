import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { ProtocolError } from "../../src/protocol/protocol_error.ts";
import type { Platform } from "../../src/session/platforms.ts";
import {
  parseDirectionRoles,
  parseWireRoles,
  RolePolicy,
  type RoleSettings,
} from "../../src/session/roles.ts";

const BOTH = ["inbound", "outbound"];

function admit(
  directions: readonly string[],
  settings: Partial<RoleSettings> = {},
  { platform = "twilio" as Platform, stated = "" } = {},
) {
  return new RolePolicy({ roles: {}, ...settings })
    .admit(platform, directions, stated)
    .map(({ direction, role, place }) => `${place} ${direction}=${role}`);
}

function refusal(act: () => unknown): string {
  const { code, message } = assertThrows(act, ProtocolError);
  assertEquals(code, "role_refused");
  return message;
}

Deno.test("RolePolicy analyses the customer alone", () => {
  assertEquals(admit(["inbound"]), ["0 inbound=customer"]);
  assertEquals(admit(BOTH), ["0 inbound=customer"]);
  assertEquals(admit(["outbound", "inbound"]), ["1 inbound=customer"]);
});

Deno.test("RolePolicy analyses agents for a purpose that is named", () => {
  assertEquals(admit(BOTH, { agentPurpose: "safety" }), [
    "0 inbound=customer",
    "1 outbound=agent",
  ]);
});

Deno.test("RolePolicy refuses a call of agents alone", () => {
  const message = refusal(() => admit(["outbound"]));
  assertStringIncludes(message, "outbound=agent");
  assertEquals(admit(["outbound"], { agentPurpose: "medical" }), [
    "0 outbound=agent",
  ]);
});

Deno.test("RolePolicy refuses mixed audio unless a purpose is named", () => {
  const vonage = { platform: "vonage" as const };
  assertStringIncludes(
    refusal(() => admit(["mixed"], {}, vonage)),
    "ANALYSE_MIXED",
  );
  refusal(() => admit(["mixed"], { agentPurpose: "safety" }, vonage));
  assertEquals(admit(["mixed"], { mixedPurpose: "no-employee" }, vonage), [
    "0 mixed=mixed",
  ]);
});

Deno.test("RolePolicy swaps roles by configuration, and by what the call states", () => {
  const roles = { twilio: { inbound: "agent", outbound: "customer" } } as const;
  assertEquals(admit(BOTH, { roles }), ["1 outbound=customer"]);
  assertEquals(admit(BOTH, { roles: { telnyx: roles.twilio } }), [
    "0 inbound=customer",
  ]);
  const stated = "inbound=agent, outbound=customer";
  assertEquals(admit(BOTH, {}, { stated }), ["1 outbound=customer"]);
  assertEquals(
    admit(BOTH, { roles }, { stated: "inbound=customer" }),
    ["0 inbound=customer", "1 outbound=customer"],
  );
});

Deno.test("RolePolicy refuses a channel whose role nobody has named", () => {
  const livekit = { platform: "livekit" as const };
  assertStringIncludes(
    refusal(() => admit(["track"], {}, livekit)),
    "WIRE_ROLES must name the role of livekit.track",
  );
  const roles = { livekit: { track: "customer" } } as const;
  assertEquals(admit(["track"], { roles }, livekit), ["0 track=customer"]);
  for (const direction of ["sideways", "constructor", "__proto__"]) {
    refusal(() => admit([direction]));
  }
});

Deno.test("RolePolicy refuses a call that states roles it cannot have", () => {
  for (
    const stated of ["inbound=boss", "sideways=agent", "inbound", "=", "a=b=c"]
  ) {
    assertStringIncludes(
      refusal(() => admit(BOTH, {}, { stated })),
      JSON.stringify(stated),
    );
  }
});

Deno.test("RolePolicy tells what is analysed beside customers", () => {
  assertEquals(new RolePolicy({ roles: {} }).describe(), []);
  assertEquals(
    new RolePolicy({
      roles: {},
      agentPurpose: "non-eu",
      mixedPurpose: "no-employee",
    }).describe(),
    [
      'analyses agents, for the purpose "non-eu"',
      'analyses mixed channels, for the purpose "no-employee"',
    ],
  );
});

Deno.test("parseDirectionRoles() reads nothing, one and several", () => {
  assertEquals(parseDirectionRoles("twilio", ""), { roles: {}, faults: [] });
  assertEquals(
    parseDirectionRoles("twilio", " inbound=mixed ,outbound=agent,"),
    { roles: { inbound: "mixed", outbound: "agent" }, faults: [] },
  );
});

Deno.test("parseWireRoles() reads the roles of several platforms", () => {
  assertEquals(
    parseWireRoles(
      "twilio.inbound=agent, twilio.outbound=customer,livekit.track=customer",
    ),
    {
      roles: {
        twilio: { inbound: "agent", outbound: "customer" },
        livekit: { track: "customer" },
      },
      faults: [],
    },
  );
});

Deno.test("parseWireRoles() names every fault", () => {
  const { faults } = parseWireRoles(
    "twilio.inbound=boss,inbound=agent,toString.x=agent",
  );
  assertEquals(faults.length, 3);
  assert(faults[0]!.includes("inbound or outbound = customer, agent, mixed"));
  assert(faults[1]!.includes('"inbound=agent"'));
});
