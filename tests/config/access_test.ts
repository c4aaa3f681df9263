import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { isLoopbackHost, readAccessConfig } from "../../src/config/access.ts";
import { readApiKeys } from "../../src/config/api_keys.ts";
import {
  DEFAULT_LIMITS,
  NO_LIMITS,
} from "../../src/server/access/tenant_limits.ts";
import { storedKey } from "./_keys.ts";

const KEYS = { API_KEYS: `${storedKey("one")}\n${storedKey("two")}` };

function read(
  variables: Record<string, string> = {},
  { host = "127.0.0.1", hasProvenWires = false } = {},
) {
  const env = (name: string) => variables[name];
  const stored = readApiKeys(env, (path) => {
    throw new Error(`no file ${path}`);
  });
  const { config, faults } = readAccessConfig(env, {
    host,
    hasProvenWires,
    stored,
  });
  return { ...config, faults: [...stored.faults, ...faults] };
}

Deno.test("readAccessConfig() lets everybody of this machine in by default, without limits", () => {
  const { access, faults } = read();
  assertEquals(faults, []);
  assertEquals(access, {
    keys: [],
    isOpen: true,
    isForThisMachine: true,
    allowedOrigins: [],
    limits: NO_LIMITS,
  });
  assertEquals(read({ ALLOW_ANONYMOUS: "", SIGNING_SECRET: "" }), read());
});

Deno.test("readAccessConfig() lets nobody in without a key where there are keys", () => {
  for (const host of ["127.0.0.1", "0.0.0.0"]) {
    const { access, faults } = read(KEYS, { host });
    assertEquals(faults, []);
    assertEquals([access.isOpen, access.keys.length], [false, 2]);
    assertEquals(access.limits, DEFAULT_LIMITS);
  }
});

for (
  const [variables, host, why] of [
    [{}, "0.0.0.0", 'HOST is "0.0.0.0"'],
    [{}, "::", 'HOST is "::"'],
    [{}, "voice.example.com", "HOST is"],
    [{}, "127.example.com", "HOST is"],
    [{ ALLOW_ANONYMOUS: "0" }, "0.0.0.0", "HOST is"],
    [{ DENO_DEPLOY: "true" }, "127.0.0.1", "this is Deno Deploy"],
  ] as const
) {
  Deno.test(`readAccessConfig() refuses ${host} without a key: ${why}`, () => {
    const { access, faults } = read(variables, { host });
    assertEquals(faults.length, 1);
    assertStringIncludes(faults[0]!, "API_KEYS or API_KEYS_FILE must be set");
    assertStringIncludes(faults[0]!, "ALLOW_ANONYMOUS=1");
    assertStringIncludes(faults[0]!, why);
    assert(!access.isOpen);
  });
}

Deno.test("readAccessConfig() lets everybody in if that is asked for by name", () => {
  for (
    const [variables, host] of [
      [{}, "0.0.0.0"],
      [{ DENO_DEPLOY: "1" }, "127.0.0.1"],
    ] as const
  ) {
    const { access, faults } = read(
      { ...variables, ALLOW_ANONYMOUS: "1" },
      { host },
    );
    assertEquals(faults, []);
    assertEquals([access.isOpen, access.isForThisMachine], [true, false]);
  }
});

Deno.test("readAccessConfig() serves platforms that prove themselves, and nobody else, without a key", () => {
  const { access, faults } = read({}, {
    host: "0.0.0.0",
    hasProvenWires: true,
  });
  assertEquals(faults, []);
  assertEquals([access.isOpen, access.keys.length], [false, 0]);
});

Deno.test("readAccessConfig() refuses keys that anybody could do without", () => {
  const { faults } = read({ ...KEYS, ALLOW_ANONYMOUS: "1" });
  assertStringIncludes(faults.join(), "ALLOW_ANONYMOUS must not be 1");
});

Deno.test("readAccessConfig() opens nothing because a key is at fault", () => {
  for (const API_KEYS of ["{}", "[]", "not json"]) {
    const { access, faults } = read({ API_KEYS }, { host: "0.0.0.0" });
    assertEquals(faults.length, 1);
    assertStringIncludes(faults[0]!, "API_KEYS");
    assert(!access.isOpen);
  }
});

Deno.test("readAccessConfig() signs with what follows from the keys, in whatever order, or with what is set", () => {
  const { signingSecret } = read(KEYS);
  const reversed = KEYS.API_KEYS.split("\n").reverse().join("\n");
  assertEquals(signingSecret.length, 64);
  assertEquals(read({ API_KEYS: reversed }).signingSecret, signingSecret);
  assert(read({ API_KEYS: storedKey("one") }).signingSecret !== signingSecret);
  assertEquals(read().signingSecret, read().signingSecret);
  const SIGNING_SECRET = "s".repeat(32);
  assertEquals(read({ ...KEYS, SIGNING_SECRET }).signingSecret, SIGNING_SECRET);
});

Deno.test("readAccessConfig() reads limits and origins", () => {
  const { access, faults } = read({
    ...KEYS,
    TENANT_SESSIONS: "7",
    TENANT_AUDIO_RATE: "8",
    TENANT_REQUESTS: "9",
    ALLOWED_ORIGINS: "https://app.example.com, http://localhost:3000,",
  });
  assertEquals(faults, []);
  assertEquals(access.limits, {
    sessions: 7,
    audioRate: 8,
    requestsPerMinute: 9,
  });
  assertEquals(access.allowedOrigins, [
    "https://app.example.com",
    "http://localhost:3000",
  ]);
});

for (
  const [name, value] of [
    ["ALLOW_ANONYMOUS", "yes"],
    ["TENANT_SESSIONS", "0"],
    ["TENANT_AUDIO_RATE", "1.5"],
    ["TENANT_REQUESTS", "1000000"],
    ["ALLOWED_ORIGINS", "*"],
    ["ALLOWED_ORIGINS", "null"],
    ["ALLOWED_ORIGINS", "https://app.example.com/"],
    ["ALLOWED_ORIGINS", "https://App.example.com"],
    ["ALLOWED_ORIGINS", "app.example.com"],
  ] as const
) {
  Deno.test(`readAccessConfig() refuses ${name}=${value}`, () => {
    const { faults } = read({ [name]: value });
    assertEquals(faults.length, 1, faults.join());
    assertStringIncludes(faults[0]!, `${name} must be`);
    assertStringIncludes(faults[0]!, JSON.stringify(value));
  });
}

Deno.test("readAccessConfig() repeats no secret that is too short", () => {
  const SIGNING_SECRET = "hunter2";
  const { faults } = read({ SIGNING_SECRET });
  assertStringIncludes(faults.join(), "at least 32 characters");
  assert(!faults.join().includes(SIGNING_SECRET));
});

Deno.test("isLoopbackHost() knows what leaves the machine", () => {
  for (
    const host of ["localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1"]
  ) {
    assert(isLoopbackHost(host), host);
  }
  for (
    const host of [
      "0.0.0.0",
      "::",
      "10.0.0.1",
      "128.0.0.1",
      "localhost.evil.com",
      "127.0.0.1.evil.com",
      "fe80::1",
    ]
  ) assert(!isLoopbackHost(host), host);
});
