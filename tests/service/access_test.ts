import { assertEquals, assertStringIncludes } from "@std/assert";
import type { AccessSettings } from "../../src/config/access.ts";
import { SILENT_LOG } from "../../src/log/log.ts";
import { NO_LIMITS } from "../../src/server/access/tenant_limits.ts";
import { tellAccess } from "../../src/service/access.ts";
import { storedKey } from "../config/_keys.ts";
import { keysOf } from "../server/access/_access.ts";

/** What is said of who may enter. */
function told(fields: Partial<AccessSettings>): string[] {
  const lines: string[] = [];
  const say = (level: string) => (event: string, { message = "" } = {}) =>
    lines.push(`${level} ${event} ${message}`);
  const settings: AccessSettings = {
    keys: [],
    isOpen: false,
    isForThisMachine: false,
    allowedOrigins: [],
    limits: NO_LIMITS,
    ...fields,
  };
  tellAccess(settings, { ...SILENT_LOG, info: say("info"), warn: say("warn") });
  return lines;
}

Deno.test("tellAccess() says who may enter, unless it is this machine alone", () => {
  assertEquals(told({ isOpen: true, isForThisMachine: true }), []);
  const [open] = told({ isOpen: true });
  assertStringIncludes(open!, "warn access_open lets everybody in");
  const [keyed] = told({ keys: keysOf([storedKey("ut_a")]) });
  assertStringIncludes(keyed!, "info access lets in who has a key, keys: 1");
  const [closed] = told({});
  assertStringIncludes(closed!, "warn access_closed takes calls of phone");
});
