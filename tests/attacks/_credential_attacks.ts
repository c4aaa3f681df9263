/**
 * Attacks by who is nobody, or claims to be somebody else.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Buffer } from "node:buffer";
import { TokenSigner } from "../../src/server/access/tokens.ts";
import { twilioSignature } from "../../src/server/twilio_route.ts";
import { type Attacks, CALL, DOORS, statusesOf } from "./_doors.ts";
import { request, type Target, UPGRADE } from "./_target.ts";

const STREAM = "GET /v1/stream";

/** Status of a socket that is asked for with a credential. */
async function knock(target: Target, credential: string, line = STREAM) {
  const { status } = await request(target.port, line, [
    ...UPGRADE,
    `Authorization: Bearer ${credential}`,
  ]);
  return status;
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function claimsOf(token: string): Record<string, unknown> {
  const [, payload] = token.split(".");
  return JSON.parse(Buffer.from(payload!, "base64url").toString());
}

export const CREDENTIAL_ATTACKS: Attacks = {
  "a right key opens the doors of its scopes, so there are doors to attack":
    async (
      target,
    ) => {
      const key = `Authorization: Bearer ${target.keys.acme}`;
      const found = await statusesOf(target, [key]);
      const opened = DOORS.map(([line]) => line)
        .filter((_, i) => ![401, 403].includes(found[i]!));
      const closed = /^DELETE|metrics|webhooks/;
      assertEquals(
        opened,
        DOORS.map(([line]) => line).filter((line) => !closed.test(line)),
      );
    },

  "wrong, cut, long and expired keys open no door": async (target) => {
    const { acme, expired } = target.keys;
    for (
      const key of [
        "ut_",
        acme.slice(0, -1),
        `${acme}A`,
        acme.toUpperCase(),
        expired,
        "ut_".repeat(2_000),
        "undefined",
        "*",
      ]
    ) {
      const statuses = await statusesOf(target, [
        `Authorization: Bearer ${key}`,
      ]);
      assertEquals(statuses, DOORS.map(() => 401), key.slice(0, 50));
    }
  },

  "a right key in a wrong place opens no door": async (target) => {
    const { acme } = target.keys;
    for (
      const header of [
        `Cookie: key=${acme}; token=${acme}`,
        `X-API-Key: ${acme}`,
        `Authorization: ${acme}`,
        `Authorization: Basic ${btoa(`user:${acme}`)}`,
        `Authorization: Bearer ${acme} ${acme}`,
        `Proxy-Authorization: Bearer ${acme}`,
        `Sec-WebSocket-Protocol: undertone.v1, ${acme}`,
      ]
    ) {
      assertEquals(await statusesOf(target, [header]), DOORS.map(() => 401));
    }
    for (const name of ["key", "token", "api_key", "access_token", "resume"]) {
      const statuses = await statusesOf(target, [], `?${name}=${acme}`);
      assertEquals(statuses, DOORS.map(() => 401), name);
    }
  },

  "two credentials are none": async ({ port, keys }) => {
    const { status } = await request(port, STREAM, [
      ...UPGRADE,
      `Sec-WebSocket-Protocol: undertone.v1, undertone.key.${keys.acme}, undertone.key.${keys.beta}`,
    ]);
    assertEquals(status, 401);
  },

  "a credential that is offered as a subprotocol never comes back": async (
    { port, keys },
  ) => {
    const key = `undertone.key.${keys.acme}`;
    for (
      const [offer, agreed] of [
        [key, undefined],
        [`undertone.v1, ${key}`, "undertone.v1"],
        [`${key}, undertone.v1`, "undertone.v1"],
        [`undertone.v1.evil, ${key}`, undefined],
        [`UNDERTONE.V1, ${key}`, undefined],
      ] as const
    ) {
      const { status, head } = await request(port, STREAM, [
        ...UPGRADE,
        `Sec-WebSocket-Protocol: ${offer}`,
      ]);
      assertEquals(status, 101);
      const [, told] = /sec-websocket-protocol: (\S*)/i.exec(head) ?? [];
      assertEquals(told, agreed, offer);
      assert(!head.includes(keys.acme));
    }
  },

  "a token begins one call, whoever has seen it": async (target) => {
    const token = await target.sign();
    const statuses = await Promise.all(
      Array.from({ length: 10 }, () => knock(target, token)),
    );
    assertEquals(statuses.filter((status) => status === 101).length, 1);
    assertEquals(statuses.filter((status) => status === 401).length, 9);
    assertEquals(await knock(target, token, `${STREAM}?resume=other`), 401);
    const { sub } = claimsOf(token);
    for (const door of ["POST /v1/classify", "POST /v1/tokens"]) {
      const line = `${door}?resume=${sub}`;
      assertEquals(await knock(target, token, line), 401, door);
    }
  },

  "old, unsigned and forged tokens open no door": async (target) => {
    const [header, payload, signature] = (await target.sign()).split(".");
    const claims = claimsOf(`.${payload}`);
    const other = new TokenSigner("another secret, as long as it", Date.now);
    const none = encoded({ alg: "none", typ: "JWT" });
    for (
      const token of [
        await target.sign({ expiresAtMs: Date.now() - 1_000 }),
        `${none}.${payload}.`,
        `${none}.${payload}.${signature}`,
        `${header}.${encoded({ ...claims, tenant: "beta" })}.${signature}`,
        `${encoded({ alg: "HS512" })}.${payload}.${signature}`,
        `${header}.${payload}.`,
        `${header}.${payload}`,
        await other.sign({
          jti: "j",
          tenant: "acme",
          scopes: ["stream", "read", "admin"],
          sessionId: "s",
          expiresAtMs: Date.now() + 60_000,
        }),
        await target.sign({ tenant: "nobody" }),
      ]
    ) {
      const statuses = await statusesOf(target, [
        `Authorization: Bearer ${token}`,
      ]);
      assertEquals(statuses, DOORS.map(() => 401));
    }
  },

  "a token does what it is for and nothing more": async (target) => {
    const token = await target.sign({ scopes: ["read"], sessionId: CALL });
    for (const id of ["other", `${CALL}x`]) {
      for (const end of ["", "/events", "/subscribe"]) {
        const line = `GET /v1/calls/${id}${end}?token=${token}`;
        assertEquals((await request(target.port, line)).status, 403, line);
      }
    }
    const bearer = [`Authorization: Bearer ${token}`];
    for (
      const line of [
        "GET /v1/calls",
        "GET /v1/events",
        "GET /metrics",
        `DELETE /v1/calls/${CALL}`,
        "POST /v1/tokens",
        "POST /v1/classify",
        STREAM,
      ]
    ) {
      assertEquals((await request(target.port, line, bearer)).status, 403);
    }
  },

  "a key does what its scopes say and nothing more": async (target) => {
    const { acme, acmeRead, betaAdmin } = target.keys;
    for (
      const [line, key] of [
        [STREAM, acmeRead],
        [STREAM, betaAdmin],
        ["POST /v1/classify", acmeRead],
        ["GET /metrics", acme],
        [`DELETE /v1/calls/${CALL}`, acme],
        ["GET /v1/webhooks/dead-letters", acme],
      ] as const
    ) {
      const bearer = [`Authorization: Bearer ${key}`];
      const { status, head } = await request(target.port, line, bearer);
      assertEquals(status, 403, line);
      assertStringIncludes(head.toLowerCase(), "insufficient_scope");
    }
  },

  "a platform's door opens to its signature, its credential or a key that may stream":
    async (
      target,
    ) => {
      const { acme, acmeRead, expired } = target.keys;
      const ask = async (path: string, ...headers: string[]) =>
        (await request(target.port, `GET ${path}`, [...UPGRADE, ...headers]))
          .status;
      assertEquals(await ask(`/v1/telnyx/${acme}`), 101);
      for (
        const path of [
          "/v1/telnyx",
          "/v1/telnyx/",
          "/v1/telnyx/wrong",
          `/v1/telnyx/${acmeRead}`,
          `/v1/telnyx/${expired}`,
          `/v1/telnyx?key=${acme}`,
          `/v1/telnyx/${await target.sign()}`,
          `/v1/twilio/${acme}`,
        ]
      ) assert([403, 404].includes(await ask(path)), path);
      const signature = twilioSignature(
        "guessed",
        "wss://voice.example.com/v1/twilio",
      );
      assertEquals(
        await ask("/v1/twilio", `X-Twilio-Signature: ${signature}`),
        403,
      );
      // a signature that was used before: tests/server/audiohook_route_test.ts
    },
};
