/**
 * Attacks by requests that no client would send: odd paths, headers and bodies.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { Attacks } from "./_doors.ts";
import { request, requestWithoutEnd, sendRaw, type Target } from "./_target.ts";

/** Deno reads what comes after the answer until the client is tired of it; none of it may stay. */
const GO_ON_BYTES = 256 * 1_048_576;
const MAX_KEPT_BYTES = GO_ON_BYTES / 2;
const PIECE = "x".repeat(65_536);
const CHUNK = `10000\r\n${PIECE}\r\n`;

const REFUSED = [400, 401, 403, 404, 405, 414, 431];

function bearer({ keys }: Target): string {
  return `Authorization: Bearer ${keys.acme}`;
}

/** The memory that a process holds. */
async function heldBytes({ pid }: Target): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(status)!;
  return Number(kilobytes) * 1_024;
}

async function lives({ httpUrl }: Target): Promise<void> {
  const response = await fetch(`${httpUrl}/healthz`);
  assertEquals(response.status, 200);
  await response.body?.cancel();
}

export const REQUEST_ATTACKS: Attacks = {
  "no spelling of a path leads past the gate": async (target) => {
    for (
      const path of [
        "/v1/../v1/calls",
        "/healthz/../v1/calls",
        "/v1/./calls",
        "/v1/%2e%2e/v1/calls",
        "//v1/calls",
        "/v1//calls",
        "/v1/calls/",
        "/v1/calls//",
        "/v1/%63alls",
        "/v1%2Fcalls",
        "/v1/calls%2F..%2Fcalls",
        "/v1/calls/..%2f..%2fmetrics",
        "/V1/CALLS",
        "/v1/calls;a=b",
        "/v1/calls%00",
        "/v1/calls%3Fa",
        "/v1/calls?x=/healthz",
        "/v1\\calls",
        "/assets/../v1/calls",
        "/assets/..%2f..%2fmain.ts",
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        `http://127.0.0.1:${target.port}/v1/calls`,
        "http://other.example/v1/calls",
        "*",
        "/metrics/",
        "/%6detrics",
      ]
    ) {
      for (const method of ["GET", "POST", "DELETE", "HEAD", "PROPFIND"]) {
        const headers = method === "POST" ? ["Content-Length: 0"] : [];
        const { status, body } = await request(
          target.port,
          `${method} ${path}`,
          headers,
        );
        assert(REFUSED.includes(status), `${method} ${path}: ${status}`);
        assert(!/root:|import |"calls":/.test(body), path);
      }
    }
  },

  "no header of a client's making gets into an answer": async (target) => {
    const evil = "%0d%0aSet-Cookie:%20evil=1%0d%0a%0d%0a<script>";
    const lines = [
      `GET /v1/calls/${evil}`,
      `GET /v1/calls/x/events?types=${evil}`,
      `GET /v1/calls?cursor=${evil}`,
      `GET /v1/calls/x?format=${evil}`,
      `POST /v1/classify?roles=${evil}`,
      `GET /v1/telnyx/${evil}`,
      `GET /${evil}`,
    ];
    const headers = [
      bearer(target),
      "Origin: https://app.example.com",
      "Last-Event-ID: 1\u00a0evil=1",
      "X-Forwarded-Host: evil.example",
      "X-Forwarded-For: 127.0.0.1",
      "X-HTTP-Method-Override: DELETE",
      "X-Original-URL: /metrics",
      "X-Rewrite-URL: /metrics",
      "Content-Length: 0",
    ];
    for (const line of lines) {
      const { head, body, status } = await request(target.port, line, headers);
      assert(status >= 400, `${line}: ${status}`);
      assert(!/set-cookie|evil/i.test(head), head);
      assert(!body.includes("<script>") || /json/i.test(head), body);
    }
  },

  "a line break in a header is no header": async (target) => {
    for (const end of ["\n", "\r", "\0"]) {
      const { head } = await sendRaw(
        target.port,
        `GET /v1/calls HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-A: b${end}Authorization: Bearer ${target.keys.acme}${end}\r\n\r\n`,
      );
      assert(!head.startsWith("HTTP/1.1 200") || end === "\n", end);
    }
  },

  "one request is not smuggled in another": async (target) => {
    const inner = `GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n`;
    for (
      const headers of [
        ["Content-Length: 5", "Content-Length: 6"],
        ["Transfer-Encoding: chunked", "Content-Length: 5"],
        ["Transfer-Encoding: xchunked"],
        ["Transfer-Encoding: chunked", "Transfer-Encoding: identity"],
      ]
    ) {
      const { head, body } = await request(
        target.port,
        "POST /v1/tokens",
        headers,
        `0\r\n\r\n${inner}`,
      );
      assert(!`${head}${body}`.includes("HTTP/1.1 200"));
    }
  },

  "a body that says it is huge is not read": async (target) => {
    for (const line of ["POST /v1/tokens", "POST /v1/classify"]) {
      const { status } = await request(target.port, line, [
        bearer(target),
        "Content-Length: 99999999999",
      ]);
      assertEquals(status, 413, line);
    }
  },

  "a body without an end is answered before it ends, and not kept": async (
    target,
  ) => {
    const before = await heldBytes(target);
    for (
      const [line, headers] of [
        ["POST /v1/tokens", [bearer(target)]],
        ["POST /v1/tokens", []],
        ["POST /v1/classify", []],
        ["GET /v1/calls", [bearer(target)]],
        ["DELETE /v1/calls/x", []],
        ["POST /nowhere", []],
        ["POST /v1/webhooks/dead-letters/x/retry", []],
      ] as const
    ) {
      const answer = await requestWithoutEnd(
        target.port,
        line,
        [...headers, "Transfer-Encoding: chunked"],
        CHUNK,
        line === "POST /v1/tokens" ? GO_ON_BYTES : 0,
      );
      assert([200, 401, 403, 404, 413].includes(answer.status), line);
      await lives(target);
    }
    const kept = await heldBytes(target) - before;
    assert(kept < MAX_KEPT_BYTES, `${kept} bytes are kept`);
  },

  "headers without an end are cut off": async (target) => {
    for (const piece of [`X-A: ${PIECE}\r\n`, PIECE]) {
      const headers = ["X-B: "];
      await requestWithoutEnd(target.port, "GET /v1/calls", headers, piece);
    }
    await lives(target);
  },
};
