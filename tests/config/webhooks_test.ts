import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { readWebhookConfig } from "../../src/config/webhooks.ts";

/** 24 bytes. */
const SECRET = "whsec_QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB";
const OTHER = "whsec_QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJC";
const TARGET = { name: "desk", url: "https://desk.example/in", secret: SECRET };

function read(variables: Record<string, string>, file = "[]") {
  const faults: string[] = [];
  const { webhooks } = readWebhookConfig((name) => variables[name], (path) => {
    if (path === "/hooks.json") return file;
    throw new Error(`no such file: ${path}`);
  }, faults);
  return { webhooks, faults };
}

/** The faults of one target that stands in `WEBHOOKS`. */
function faultsOf(change: object, variables: Record<string, string> = {}) {
  const text = JSON.stringify([{ ...TARGET, ...change }]);
  return read({ ...variables, WEBHOOKS: text }).faults;
}

Deno.test("readWebhookConfig() sends to nobody by default", () => {
  assertEquals(read({}), { webhooks: [], faults: [] });
  const empty = { WEBHOOK_URL: "", WEBHOOKS: "", WEBHOOKS_FILE: "" };
  assertEquals(read(empty), { webhooks: [], faults: [] });
});

Deno.test("readWebhookConfig() reads one target from variables", () => {
  const { webhooks: [target], faults } = read({
    WEBHOOK_URL: "https://desk.example/in?key=1",
    WEBHOOK_SECRET: `${SECRET},${OTHER}`,
    WEBHOOK_EVENTS: "escalation, prediction",
  });
  assertEquals(faults, []);
  assertEquals(target!.url.href, "https://desk.example/in?key=1");
  assertEquals([target!.name, target!.tenant, target!.predictionMs], [
    "default",
    "default",
    5_000,
  ]);
  assertEquals([...target!.events], ["escalation", "prediction"]);
  assertEquals(
    target!.keys.map((key) => new TextDecoder().decode(key)),
    ["A".repeat(24), "B".repeat(24)],
  );
});

Deno.test("readWebhookConfig() reads targets from the variable, the file and the short form", () => {
  const { webhooks, faults } = read(
    {
      WEBHOOKS: JSON.stringify([TARGET]),
      WEBHOOKS_FILE: "/hooks.json",
      WEBHOOK_URL: "https://c.example",
      WEBHOOK_SECRET: SECRET,
    },
    JSON.stringify([{
      ...TARGET,
      name: "acme",
      tenant: "acme",
      events: ["prediction"],
      predictionMs: 1_000,
    }]),
  );
  assertEquals(faults, []);
  assertEquals(webhooks.map(({ name }) => name), ["desk", "acme", "default"]);
  assertEquals([...webhooks[0]!.events], [
    "call.started",
    "escalation",
    "call.ended",
  ]);
  assertEquals([webhooks[1]!.tenant, webhooks[1]!.predictionMs], [
    "acme",
    1_000,
  ]);
});

Deno.test("readWebhookConfig() sends without TLS to this machine, and to hosts it was told of", () => {
  for (const host of ["localhost:9", "127.0.0.1", "127.1.2.3", "[::1]:80"]) {
    assertEquals(faultsOf({ url: `http://${host}/in` }), []);
  }
  const hosts = { WEBHOOK_HTTP_HOSTS: "Bot.internal, other" };
  assertEquals(faultsOf({ url: "http://bot.internal:8080/" }, hosts), []);
  for (
    const url of [
      "http://bot.internal/",
      "http://localhost.evil.example/",
      "http://127.0.0.1.evil.example/",
      "ftp://127.0.0.1/",
      "file:///etc/passwd",
      "data:text/plain,x",
    ]
  ) {
    const faults = faultsOf({ url });
    assertEquals(faults.length, 1, url);
    assertStringIncludes(faults[0]!, "WEBHOOKS: target 1: url must be https");
  }
});

/** What is wrong with a target, and a word of why. */
const BAD: readonly [object, string][] = [
  [{ name: "a b" }, "name must be up to 40 letters"],
  [{ name: undefined }, "name"],
  [{ tenant: "" }, "tenant must be"],
  [{ url: "desk" }, "url must be a URL"],
  [{ url: undefined }, "url"],
  [{ url: "https://me:word@desk.example/" }, "url must hold no user"],
  [{ url: "https://:word@desk.example/" }, "url must hold no user"],
  [{ secret: undefined }, "secret"],
  [{ secret: "hunter2-hunter2-hunter2" }, "secret"],
  [{ secret: [SECRET, "hunter2-hunter2-hunter2"] }, "secret"],
  [{ secret: { hunter2: 1 } }, "24 to 64 bytes"],
  [{ secret: "whsec_c2hvcnQ=" }, "24 to 64 bytes"],
  [{ secret: [] }, "24 to 64 bytes"],
  [{ secret: new Array(5).fill(SECRET) }, "up to 4"],
  [{ events: ["call.begun"] }, "must be a list of call.started"],
  [{ events: [] }, "must be a list of call.started"],
  [{ predictionMs: -1 }, "from 0 to 600000"],
  [{ event: ["escalation"] }, "event must be name, url and secret"],
];

for (const [change, words] of BAD) {
  Deno.test(`readWebhookConfig() refuses ${JSON.stringify(change)}`, () => {
    const faults = faultsOf(change);
    assertEquals(faults.length, 1, faults.join("; "));
    assertStringIncludes(faults[0]!, words);
    assert(!/hunter2|word|QUFB|c2hv/.test(faults[0]!), "tells a secret");
  });
}

Deno.test("readWebhookConfig() refuses what is no list of targets, and a file that is not there", () => {
  assertStringIncludes(read({ WEBHOOKS: "{" }).faults[0]!, "a JSON array");
  assertStringIncludes(read({ WEBHOOKS: "{}" }).faults[0]!, "a JSON array");
  assertStringIncludes(read({ WEBHOOKS: "[1]" }).faults[0]!, "target 1: it");
  assertStringIncludes(
    read({ WEBHOOKS_FILE: "/none" }).faults[0]!,
    "WEBHOOKS_FILE must be a file that can be read: no such file",
  );
  assertStringIncludes(
    read({ WEBHOOK_URL: "https://a.example" }).faults[0]!,
    "WEBHOOK_URL: target 1: secret",
  );
});

Deno.test("readWebhookConfig() refuses two targets of one name, and too many", () => {
  const many = (count: number, name: (n: number) => string) =>
    JSON.stringify(
      Array.from({ length: count }, (_, n) => ({ ...TARGET, name: name(n) })),
    );
  assertEquals(read({ WEBHOOKS: many(100, (n) => `t${n}`) }).faults, []);
  assertStringIncludes(
    read({ WEBHOOKS: many(101, (n) => `t${n}`) }).faults[0]!,
    "there may be 100 targets: there are 101",
  );
  assertStringIncludes(
    read({ WEBHOOKS: many(2, () => "same") }).faults[0]!,
    "two targets have the same name",
  );
});
