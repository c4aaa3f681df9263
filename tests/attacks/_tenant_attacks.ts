/**
 * Attacks by one tenant on another's calls.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { Attacks } from "./_doors.ts";
import { request, type Target, UPGRADE } from "./_target.ts";

/** A call of acme's that is live while something is done, under the id that it has. */
async function whileCalling(
  { wsUrl, keys }: Target,
  act: (sessionId: string) => Promise<void>,
): Promise<void> {
  const socket = new WebSocket(`${wsUrl}/v1/stream`, [
    "undertone.v1",
    `undertone.key.${keys.acme}`,
  ]);
  socket.onopen = () =>
    socket.send(JSON.stringify({
      type: "open",
      version: 1,
      encoding: "mulaw",
      sampleRateHz: 8_000,
      channels: [{ role: "customer" }],
      callId: "the call of acme",
    }));
  const { data } = await new Promise<MessageEvent<string>>((resolve) =>
    socket.onmessage = resolve
  );
  try {
    await act(JSON.parse(data).sessionId);
  } finally {
    socket.close();
    await new Promise((resolve) => socket.onclose = resolve);
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

  "a call's own tenant hears of it": (target) =>
    whileCalling(target, async (sessionId) => {
      const token = await target.sign({ scopes: ["read"], sessionId });
      const line = `GET /v1/calls/${sessionId}/subscribe?token=${token}`;
      assertEquals((await request(target.port, line, UPGRADE)).status, 101);
    }),
};
