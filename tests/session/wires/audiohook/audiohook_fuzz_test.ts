/** Whatever a client says, in whatever order, it gets a defined answer and leaves nothing behind. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { NULL_ID } from "../../../../src/protocol/audiohook/messages.ts";
import {
  envelope,
  OFFER,
  OPEN,
  PARAMETERS,
} from "../../../protocol/audiohook/_messages.ts";
import { settle } from "../../_fakes.ts";
import { createSession, media } from "./_client.ts";

fc.configureGlobal({ seed: 2_026 });

type Session = ReturnType<typeof createSession>;
type Act = (session: Session) => void;

const types = fc.constantFrom(...Object.keys(PARAMETERS), "dtmf");

/** A message in its place. */
const proper: fc.Arbitrary<Act> = types.map((type) => ({ say }) => say(type));

const opens: fc.Arbitrary<Act> = fc.record({
  media: fc.array(
    fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(...OFFER, media(["external"], "L16", 44_100)),
    ),
    { maxLength: 4 },
  ),
  conversationId: fc.constantFrom(NULL_ID, OPEN.conversationId),
  participant: fc.constantFrom({ id: NULL_ID }, OPEN.participant),
}, { requiredKeys: [] }).map((fields) => ({ open }) => open(fields));

const jumps: fc.Arbitrary<Act> = fc.tuple(
  fc.constantFrom("resumed", "discarded"),
  fc.nat(40),
  fc.nat(20),
).map(([type, start, discarded]) => ({ say }) =>
  say(type, { start: `PT${start / 8}S`, discarded: `PT${discarded / 8}S` })
);

/** A message of which a part is any JSON. */
const mutated: fc.Arbitrary<Act> = fc.tuple(
  types,
  fc.constantFrom(...Object.keys(envelope("ping"))),
  fc.jsonValue({ maxDepth: 2 }),
).map(([type, field, value]) => ({ say }) =>
  say(type, PARAMETERS[type] ?? {}, { [field]: value })
);

const texts: fc.Arbitrary<Act> = fc.oneof(
  fc.string(),
  fc.json({ maxDepth: 2 }),
).map((text) => ({ dialog }) => dialog.receiveText(text));

const audio: fc.Arbitrary<Act> = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  fc.constantFrom(0, 800, 1_600, 70_000).map((size) => new Uint8Array(size)),
).map((bytes) => ({ dialog }) => dialog.receiveAudio(bytes));

const time: fc.Arbitrary<Act> = fc.constantFrom(100, 600, 6_000, 11_000).map(
  (ms) => ({ timers }) => timers.pass(ms),
);

const stops: fc.Arbitrary<Act> = fc.constantFrom<Act>(
  ({ dialog }) => dialog.stop(),
  ({ dialog }) => dialog.end(),
);

const conversation = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: proper },
    { weight: 4, arbitrary: opens },
    { weight: 4, arbitrary: jumps },
    { weight: 3, arbitrary: mutated },
    { weight: 1, arbitrary: texts },
    { weight: 6, arbitrary: audio },
    { weight: 1, arbitrary: time },
    { weight: 1, arbitrary: stops },
  ),
  { minLength: 10, maxLength: 20, size: "max" },
);

function assertDefined({ client, timers, internalFaults }: Session): void {
  const types = client.messages.map(({ type }) => type);
  assertEquals(
    client.messages.map(({ seq }) => seq),
    types.map((_, i) => i + 1),
  );
  for (const once of ["opened", "closed", "reconnect"]) {
    assert(types.filter((type) => type === once).length <= 1, once);
  }
  const closed = types.indexOf("closed");
  assert(closed < 0 || closed === types.length - 1, "nothing after closed");
  assert(timers.count <= 1);
  assertEquals(internalFaults, []);
}

Deno.test("AudiohookDialog has an answer to any 20,000 messages, and leaves nothing behind", async () => {
  let messageCount = 0;
  let openedCount = 0;
  await fc.assert(
    fc.asyncProperty(
      conversation,
      fc.constantFrom(undefined, undefined, undefined, "no key"),
      async (acts, refusal) => {
        const session = createSession({
          hasEvents: true,
          request: { refusal },
        });
        if (acts.length % 2) session.open();
        for (const act of acts) {
          act(session);
          messageCount++;
          assertDefined(session);
        }
        session.dialog.end();
        await settle();
        const { ended, timers, budget, client, sink } = session;
        assertDefined(session);
        assertEquals([ended, timers.count], [["end"], 0]);
        assertEquals(budget.heldBytes, 0);
        assertEquals(sink.ends.length, sink.calls.length);
        openedCount += Number(client.types[0] === "opened");
        assert(refusal === undefined || client.types[0] !== "opened");
      },
    ),
    { numRuns: 1_500 },
  );
  assert(messageCount >= 20_000, `${messageCount} messages`);
  assert(openedCount > 300, `${openedCount} sessions opened`);
});
