import { assertEquals, assertStringIncludes } from "@std/assert";
import { readEscalationConfig } from "../../src/config/escalation.ts";
import { DEFAULT_RULE } from "../../src/results/escalation_rule.ts";

function read(variables: Record<string, string>) {
  const faults: string[] = [];
  const { escalation } = readEscalationConfig(
    (name) => variables[name],
    faults,
  );
  return { escalation, faults };
}

Deno.test("readEscalationConfig() gives the rule of the house by default", () => {
  assertEquals(read({}), { escalation: { ...DEFAULT_RULE }, faults: [] });
  assertEquals(read({ ESCALATION_LABELS: "", ESCALATION_THRESHOLD: "" }), {
    escalation: { ...DEFAULT_RULE },
    faults: [],
  });
});

Deno.test("readEscalationConfig() reads every number and name", () => {
  assertEquals(
    read({
      ESCALATION_LABELS: "sad, disgust",
      ESCALATION_ROLES: "customer,mixed",
      ESCALATION_THRESHOLD: "0.75",
      ESCALATION_SPEECH_MS: "20000",
      ESCALATION_CALM_MS: "60000",
    }),
    {
      escalation: {
        labels: ["sad", "disgust"],
        roles: ["customer", "mixed"],
        threshold: 0.75,
        speechMs: 20_000,
        calmMs: 60_000,
      },
      faults: [],
    },
  );
});

Deno.test("readEscalationConfig() turns the rule off for none", () => {
  assertEquals(read({ ESCALATION_LABELS: "none" }).escalation.labels, []);
});

for (
  const [name, value] of [
    ["ESCALATION_THRESHOLD", "60"],
    ["ESCALATION_THRESHOLD", "0.2"],
    ["ESCALATION_THRESHOLD", "often"],
    ["ESCALATION_SPEECH_MS", "10"],
    ["ESCALATION_CALM_MS", "1e9"],
    ["ESCALATION_ROLES", "boss"],
  ] as const
) {
  Deno.test(`readEscalationConfig() refuses ${name}=${value}`, () => {
    const { faults } = read({ [name]: value });
    assertEquals(faults.length, 1);
    assertStringIncludes(faults[0]!, `${name} must be `);
    assertStringIncludes(faults[0]!, `current value is "${value}"`);
  });
}
