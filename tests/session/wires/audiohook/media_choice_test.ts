import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { ProtocolError } from "../../../../src/protocol/protocol_error.ts";
import {
  RolePolicy,
  type RoleSettings,
} from "../../../../src/session/roles.ts";
import { chooseMedium } from "../../../../src/session/wires/audiohook/media_choice.ts";
import { OFFER } from "../../../protocol/audiohook/_messages.ts";
import { media } from "./_client.ts";

const BOTH = media(["external", "internal"]);
const SWAPPED = media(["internal", "external"]);
const EXTERNAL = media(["external"]);
const INTERNAL = media(["internal"]);
const LINEAR = media(["external"], "L16");
const AGENTS: Partial<RoleSettings> = { agentPurpose: "safety" };

function choose(
  offers: readonly unknown[],
  settings: Partial<RoleSettings> = {},
) {
  return chooseMedium(offers, new RolePolicy({ roles: {}, ...settings }));
}

/** What is offered, what is set, and what is taken. */
const CHOICES: readonly [
  string,
  readonly unknown[],
  Partial<RoleSettings>,
  unknown,
][] = [
  ["the customer alone", OFFER, {}, OFFER[1]],
  ["the customer alone, last", [BOTH, INTERNAL, EXTERNAL], {}, EXTERNAL],
  ["both if agents may be analysed", OFFER, AGENTS, OFFER[0]],
  ["both although one comes first", [EXTERNAL, BOTH], AGENTS, BOTH],
  ["both, the other way round", [SWAPPED, EXTERNAL], AGENTS, SWAPPED],
  ["the agent alone if that is all there is", [INTERNAL], AGENTS, INTERNAL],
  ["the first of two alike", [LINEAR, EXTERNAL], {}, LINEAR],
  ["the first of two alike, the other", [EXTERNAL, LINEAR], {}, EXTERNAL],
  [
    "what is known of an offer",
    [null, { ...EXTERNAL, format: "OPUS" }, EXTERNAL],
    {},
    EXTERNAL,
  ],
  [
    "another rate that can be resampled",
    [media(["external"], "L16", 16_000)],
    {},
    media(["external"], "L16", 16_000),
  ],
  [
    "the other side if roles say so",
    OFFER,
    { roles: { audiohook: { internal: "customer", external: "agent" } } },
    OFFER[2],
  ],
];

for (const [name, offers, settings, expected] of CHOICES) {
  Deno.test(`chooseMedium() takes ${name}`, () => {
    const { offer, medium, channels } = choose(offers, settings);
    assertEquals(offer, expected);
    assertEquals(channels.map(({ direction }) => direction), [
      ...medium.channels,
    ]);
  });
}

for (
  const [name, offers, settings, code, words] of [
    ["agents by default", [INTERNAL], {}, "role_refused", "value is internal"],
    ["both by default", [BOTH], {}, "role_refused", "external+internal"],
    [
      "a mix without a purpose",
      [EXTERNAL],
      { roles: { audiohook: { external: "mixed" } } },
      "role_refused",
      "external",
    ],
    ["nothing known", [{}, 1], {}, "unsupported_encoding", "PCMU or L16"],
    [
      "a rate that cannot be resampled",
      [media(["external"], "L16", 96_000)],
      {},
      "unsupported_encoding",
      "PCMU or L16",
    ],
  ] as const
) {
  Deno.test(`chooseMedium() takes nothing of ${name}, and says why`, () => {
    const fault = assertThrows(() => choose(offers, settings), ProtocolError);
    assertEquals(fault.code, code);
    assertStringIncludes(fault.message, words);
  });
}
