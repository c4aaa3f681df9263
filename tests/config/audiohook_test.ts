import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { readWireConfig } from "../../src/config/wires.ts";

const KEY = "SGVsbG8sIEkgYW0gdGhlIEFQSSBrZXkh";
const SECRET = "TXlTdXBlclNlY3JldEtleVRlbGxOby0xITJAMyM0JDU=";

function read(variables: Record<string, string>) {
  return readWireConfig((name) => variables[name]);
}

Deno.test("readAudiohookKey() reads a key and the bytes of a secret", () => {
  const { config, faults } = read({
    WIRES: "audiohook",
    AUDIOHOOK_API_KEY: KEY,
    AUDIOHOOK_CLIENT_SECRET: SECRET,
    AUDIOHOOK_EVENTS: "1",
  });
  assertEquals(faults, []);
  assertEquals(config.wires.audiohookKey!.apiKey, KEY);
  assertEquals(
    new TextDecoder().decode(config.wires.audiohookKey!.clientSecret),
    "MySuperSecretKeyTellNo-1!2@3#4$5",
  );
  assertEquals(config.wires.hasAudiohookEvents, true);
});

Deno.test("readAudiohookKey() reads a key alone if that is said to do, and none by default", () => {
  const { config, faults } = read({
    WIRES: "audiohook",
    AUDIOHOOK_API_KEY: KEY,
    AUDIOHOOK_UNSIGNED: "1",
  });
  assertEquals(faults, []);
  assertEquals(config.wires.audiohookKey, {
    apiKey: KEY,
    clientSecret: undefined,
  });
  const bare = read({});
  assertEquals(bare.config.wires.audiohookKey, undefined);
  assertEquals(bare.config.wires.hasAudiohookEvents, false);
});

/** What is impossible together, and a word of why. */
const BAD: readonly [Record<string, string>, string][] = [
  [{ AUDIOHOOK_API_KEY: KEY }, "current value is neither"],
  [{
    AUDIOHOOK_API_KEY: KEY,
    AUDIOHOOK_CLIENT_SECRET: SECRET,
    AUDIOHOOK_UNSIGNED: "1",
  }, "current value is both"],
  [{ AUDIOHOOK_CLIENT_SECRET: SECRET }, "AUDIOHOOK_API_KEY must be set"],
  [{
    AUDIOHOOK_API_KEY: "too short",
    AUDIOHOOK_UNSIGNED: "1",
  }, "AUDIOHOOK_API_KEY must be 16 to 200"],
  [{
    AUDIOHOOK_API_KEY: KEY,
    AUDIOHOOK_CLIENT_SECRET: "not-base64-not-base64-not-base64",
  }, "must be base64"],
  [{
    AUDIOHOOK_API_KEY: KEY,
    AUDIOHOOK_CLIENT_SECRET: "c2hvcnQ=",
  }, "at least 16 bytes"],
  [{
    AUDIOHOOK_API_KEY: KEY,
    AUDIOHOOK_CLIENT_SECRET: SECRET,
    AUDIOHOOK_UNSIGNED: "yes",
  }, "AUDIOHOOK_UNSIGNED must be 0 or 1"],
  [{ AUDIOHOOK_EVENTS: "yes" }, "AUDIOHOOK_EVENTS must be one of 0, 1"],
  [{ WIRES: "audiohook" }, "WIRE_CREDENTIAL or AUDIOHOOK_API_KEY must be set"],
];

for (const [variables, words] of BAD) {
  const names = Object.keys(variables).join(", ");
  Deno.test(`readAudiohookKey() refuses ${names}: ${words}`, () => {
    const { faults } = read(variables);
    assertEquals(faults.length, 1, faults.join("; "));
    assertStringIncludes(faults[0]!, words);
    for (const value of Object.values(variables)) {
      assert(
        value.length < 8 || !faults[0]!.includes(value) ||
          value === "audiohook",
      );
    }
  });
}
