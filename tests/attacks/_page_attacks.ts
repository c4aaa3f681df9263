/**
 * Attacks by other people's pages, through the browser of somebody who may enter.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { type Attacks, DOORS, statusesOf } from "./_doors.ts";
import { request, UPGRADE } from "./_target.ts";

const EVIL = [
  "Origin: https://evil.example",
  "Origin: null",
  "Origin: http://127.0.0.1",
  "Origin: http://127.0.0.1:1",
  "Origin: https://app.example.com.evil.example",
  "Origin: https://app.example.com@evil.example",
] as const;

/** Of a server with keys. */
export const PAGE_ATTACKS: Attacks = {
  "another's page gets nothing, though it had a key": async (target) => {
    const key = `Authorization: Bearer ${target.keys.acme}`;
    for (const origin of EVIL) {
      assertEquals(
        await statusesOf(target, [origin, key]),
        DOORS.map(() => 403),
        origin,
      );
    }
  },

  "another's page may not even ask": async ({ port }) => {
    for (const origin of EVIL) {
      const { status, head } = await request(port, "OPTIONS /v1/tokens", [
        origin,
        "Access-Control-Request-Method: POST",
        "Access-Control-Request-Headers: authorization",
      ]);
      assertEquals(status, 403);
      assert(!/access-control-allow/i.test(head), head);
    }
  },

  "no page sends what a browser would add by itself": async ({ port }) => {
    const { head } = await request(port, "OPTIONS /v1/tokens", [
      "Origin: https://app.example.com",
      "Access-Control-Request-Method: POST",
    ]);
    assert(
      /access-control-allow-origin: https:\/\/app.example.com/i.test(head),
    );
    assert(!/access-control-allow-credentials|set-cookie/i.test(head));
  },
};

/** Of a server of this machine alone: the browser on it is the only way in. */
export const LOCAL_ATTACKS: Attacks = {
  "a page elsewhere opens no socket and posts nothing": async (target) => {
    for (const origin of EVIL) {
      assertEquals(await statusesOf(target, [origin]), DOORS.map(() => 403));
    }
  },

  "a name that was made to lead here is not ours": async (target) => {
    for (
      const name of [
        "evil.example",
        `evil.example:${target.port}`,
        `127.0.0.1.evil.example:${target.port}`,
        `localhost.evil.example:${target.port}`,
        "0.0.0.0",
      ]
    ) {
      for (const origin of [[], [`Origin: http://${name}`]]) {
        const statuses = await statusesOf(target, [`Host: ${name}`, ...origin]);
        assertEquals(statuses, DOORS.map(() => 403), name);
      }
    }
  },

  "who is on this machine gets in": async ({ port }) => {
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`]) {
      for (const origin of [[], [`Origin: http://${host}`]]) {
        const headers = [...UPGRADE, `Host: ${host}`, ...origin];
        const { status } = await request(port, "GET /v1/stream", headers);
        assertEquals(status, 101);
      }
    }
  },
};
