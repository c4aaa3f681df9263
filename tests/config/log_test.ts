import { assertEquals } from "@std/assert";
import { readLogConfig } from "../../src/config/log.ts";

function read(variables: Record<string, string>, isTerminal = false) {
  const faults: string[] = [];
  const settings = readLogConfig(
    (name) => variables[name],
    faults,
    isTerminal,
  );
  return { ...settings, faults };
}

Deno.test("readLogConfig() writes for people at a terminal, and for programs elsewhere", () => {
  assertEquals(read({}, true).format, "text");
  assertEquals(read({}, false), { format: "json", level: "info", faults: [] });
  assertEquals(read({ LOG_FORMAT: "" }, true).format, "text");
  assertEquals(read({ LOG_FORMAT: "json" }, true).format, "json");
});

Deno.test("readLogConfig() reads the level, and names what it does not know", () => {
  assertEquals(read({ LOG_LEVEL: "error" }).level, "error");
  const { faults, ...settings } = read({ LOG_FORMAT: "xml", LOG_LEVEL: "all" });
  assertEquals(settings, { format: "json", level: "info" });
  assertEquals(faults, [
    'LOG_FORMAT must be one of json, text: current value is "xml"',
    'LOG_LEVEL must be one of debug, info, warn, error: current value is "all"',
  ]);
});
