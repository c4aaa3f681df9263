/**
 * Attacks by one tenant on another's calls.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { Attacks } from "./_doors.ts";
import { request, type Target, UPGRADE } from "./_target.ts";

const OPEN = {
  type: "open",
  version: 1,
  encoding: "mulaw",
  sampleRateHz: 8_000,
  channels: [{ role: "customer" }],
};

/** A socket that has opened a call, and the first messages that it hears. */
async function openCall(
  { wsUrl }: Target,
  credential: string,
  open: object,
  count: number,
  query = "",
) {
  const socket = new WebSocket(`${wsUrl}/v1/stream${query}`, [
    "undertone.v1",
    `undertone.key.${credential}`,
  ]);
  const closed = new Promise((resolve) => socket.onclose = resolve);
  const heard: Record<string, unknown>[] = [];
  socket.onopen = () => socket.send(JSON.stringify({ ...OPEN, ...open }));
  await new Promise<void>((resolve) =>
    socket.onmessage = ({ data }) => {
      if (heard.push(JSON.parse(data)) === count) resolve();
    }
  );
  const close = () => (socket.close(), closed);
  return { heard, close };
}

/** A call of acme's that is live while something is done, under the id that it has. */
async function whileCalling(
  target: Target,
  act: (sessionId: string) => Promise<void>,
): Promise<void> {
  const named = { callId: "the call of acme" };
  const { heard, close } = await openCall(target, target.keys.acme, named, 1);
  try {
    await act(heard[0]!.sessionId as string);
  } finally {
    await close();
  }
}

const ENDS = ["", "/events", "/subscribe"] as const;

export const TENANT_ATTACKS: Attacks = {
  "another tenant's call looks like one that is not there": (target) =>
    whileCalling(target, async (sessionId) => {
      const { port, keys } = target;
      const unknownId = crypto.randomUUID();
      const ask = async (line: string, key: string) => {
        const socket = line.endsWith("/subscribe") ? UPGRADE : [];
        const headers = [...socket, `Authorization: Bearer ${key}`];
        const { status, body } = await request(port, line, headers);
        return { status, body };
      };
      for (const end of ENDS) {
        const theirs = await ask(`GET /v1/calls/${sessionId}${end}`, keys.beta);
        const none = await ask(`GET /v1/calls/${unknownId}${end}`, keys.beta);
        assertEquals(theirs.status, 404, end);
        assertEquals(theirs, none);
      }
      assertEquals(
        await ask(`DELETE /v1/calls/${sessionId}`, keys.betaAdmin),
        await ask(`DELETE /v1/calls/${unknownId}`, keys.betaAdmin),
      );
    }),

  "another tenant's calls are in no list": (target) =>
    whileCalling(target, async (sessionId) => {
      for (const key of [target.keys.beta, target.keys.betaAdmin]) {
        for (
          const query of [
            "",
            "?tenant=acme",
            `?callId=the%20call%20of%20acme`,
            "?cursor=acme",
          ]
        ) {
          const { body } = await request(target.port, `GET /v1/calls${query}`, [
            `Authorization: Bearer ${key}`,
            "X-Tenant: acme",
          ]);
          assert(!body.includes(sessionId), query);
          assert(!body.includes("the call of acme"), query);
        }
      }
    }),

  "another tenant's token for a call's id hears nothing of it": (target) =>
    whileCalling(target, async (sessionId) => {
      const token = await target.sign({
        tenant: "beta",
        scopes: ["read"],
        sessionId,
      });
      for (const end of ENDS) {
        const line = `GET /v1/calls/${sessionId}${end}?token=${token}`;
        const socket = end === "/subscribe" ? UPGRADE : [];
        assertEquals((await request(target.port, line, socket)).status, 404);
      }
    }),

  "who has got hold of another tenant's checkpoint goes on with no call":
    async (
      target,
    ) => {
      const token = await target.sign();
      const begun = await openCall(target, token, { resumable: true }, 2);
      const [opened, { fromSample, state } = {}] = begun.heard;
      await begun.close();
      const { sessionId } = opened!;
      const resume = { sessionId, generation: 1, fromSample, state };
      const beta = await target.sign({
        tenant: "beta",
        sessionId: sessionId as string,
      });
      for (const thief of [target.keys.beta, beta]) {
        const { heard, close } = await openCall(target, thief, { resume }, 1);
        assertEquals(heard[0]!.code, "bad_resume");
        await close();
      }
      // the token that has begun it goes on with it, and begins no other
      const query = `?resume=${sessionId}`;
      const wrong = await openCall(target, token, {}, 1, query);
      assertEquals(wrong.heard[0]!.code, "bad_resume");
      await wrong.close();
      const own = await openCall(target, token, { resume }, 1, query);
      assertEquals(
        [own.heard[0]!.type, own.heard[0]!.sessionId],
        ["opened", sessionId],
      );
      await own.close();
    },

  "a call's own tenant hears of it": (target) =>
    whileCalling(target, async (sessionId) => {
      const token = await target.sign({ scopes: ["read"], sessionId });
      const call = `GET /v1/calls/${sessionId}`;
      const ask = async (end: string, headers: readonly string[] = []) =>
        (await request(target.port, `${call}/${end}?token=${token}`, headers))
          .status;
      assertEquals(await ask("subscribe", UPGRADE), 101);
      assertEquals(await ask("events"), 200);
    }),
};
