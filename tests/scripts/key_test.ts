import { assertEquals } from "@std/assert";
import { callerKey, withoutKey } from "../../scripts/_key.ts";

Deno.test("callerKey() prefers the flag, and takes an empty variable for none", () => {
  const before = Deno.env.get("UNDERTONE_KEY");
  try {
    Deno.env.set("UNDERTONE_KEY", "from the environment");
    assertEquals(callerKey(undefined), "from the environment");
    assertEquals(callerKey("from the flag"), "from the flag");
    Deno.env.set("UNDERTONE_KEY", "");
    assertEquals(callerKey(undefined), undefined);
  } finally {
    if (before === undefined) Deno.env.delete("UNDERTONE_KEY");
    else Deno.env.set("UNDERTONE_KEY", before);
  }
});

Deno.test("withoutKey() leaves out the key, however it was given", () => {
  assertEquals(
    withoutKey(["--sessions", "3", "--key", "k-1", "--json", "--key=k-2"]),
    ["--sessions", "3", "--key", "...", "--json", "--key=..."],
  );
});
