/** docs/configuration.md has every variable that is read, with its default, and no other. */
import { assert, assertEquals } from "@std/assert";
import { readConfig } from "../../src/config/config.ts";
import { readLogConfig } from "../../src/config/log.ts";
import { storedKey } from "./_keys.ts";

const PROJECT = new URL("../../", import.meta.url);
const DOC = Deno.readTextFileSync(new URL("docs/configuration.md", PROJECT));

/** The rows of the table: a variable, and its default if that is a value. */
const ROWS = [...DOC.matchAll(/^\| `([A-Z_]+)` +\| (?:`([^`]+)`)?/gm)]
  .map(([, name, byDefault]) => ({ name: name!, byDefault }));

/** Told of by the page, but set by a host or by Deno. */
const NOT_OURS = ["DENO_DEPLOY", "OTEL_DENO"];

const BASES = {
  models: new URL("file:///srv/undertone/models/"),
  workingFolder: new URL("file:///home/me/"),
};

function read(
  variables: Readonly<Record<string, string>>,
  heard = (_name: string) => {},
) {
  const env = (name: string) => {
    heard(name);
    return variables[name];
  };
  const faults: string[] = [];
  const log = readLogConfig(env, faults, true);
  return { log, config: readConfig(env, BASES, { coreCount: 2, faults }) };
}

const WEBHOOK = {
  WEBHOOK_URL: "http://127.0.0.1:1",
  WEBHOOK_SECRET: `whsec_${btoa("x".repeat(24))}`,
};

/** What is read by a server that has keys, and one that has a webhook. */
function readNames(): string[] {
  const names = new Set<string>();
  read({}, (name) => names.add(name));
  read(WEBHOOK, (name) => names.add(name));
  return [...names].filter((name) => !NOT_OURS.includes(name));
}

Deno.test("docs/configuration.md lists every variable that is read, once, and no other", () => {
  assertEquals(ROWS.map(({ name }) => name).sort(), readNames().sort());
});

Deno.test("no variable is read that only some configurations would show", () => {
  const known = [...ROWS.map(({ name }) => name), ...NOT_OURS];
  const folder = new URL("src/config/", PROJECT);
  for (const { name: file } of Deno.readDirSync(folder)) {
    const text = Deno.readTextFileSync(new URL(file, folder));
    for (const [, name] of text.matchAll(/\benv\(\s*"(\w+)"/g)) {
      assert(known.includes(name!), `${file}: ${name}`);
    }
  }
});

/** Some defaults, such as tenants' limits, hold where there are keys, or a webhook. */
const WHOLE = { API_KEYS: storedKey("ut_1"), ...WEBHOOK };

for (const { name, byDefault } of ROWS) {
  if (byDefault === undefined) continue;
  Deno.test(`${name} is ${byDefault} by default, as docs/configuration.md has it`, () => {
    assertEquals(read({ ...WHOLE, [name]: byDefault }), read(WHOLE));
  });
}
