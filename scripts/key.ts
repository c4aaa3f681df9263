/**
 * Makes an API key: shows it once, and writes the line to store.
 */
import { parseArgs } from "node:util";
import { drawKey, drawKeyId, hashKey } from "../src/server/access/api_key.ts";
import { parseApiKeys } from "../src/server/access/parse_api_keys.ts";
import { print, runProgram, warn } from "./_program.ts";
import { wholeNumber } from "./_whole_number.ts";

const USAGE = `
deno task key --tenant NAME --scopes stream,read,admin >> keys.jsonl

  --tenant    whose calls the key may send and see
  --scopes    what it may do: stream (send audio), read (hear of calls), admin (delete records)
  --id        names the key to people (drawn)
  --expires   when it stops working, such as 2027-01-31T00:00:00Z (never)
  --sessions  the tenant's calls at once; its keys must agree (TENANT_SESSIONS)
  --audio     seconds of audio that it may send in a second, all calls together (TENANT_AUDIO_RATE)
  --requests  requests a minute (TENANT_REQUESTS)

The key goes to standard error and is nowhere else: only its SHA-256 is in the
line, which goes to standard output. Store lines in the file that API_KEYS_FILE
names, or in API_KEYS.
`;

const OPTIONS = {
  tenant: { type: "string" },
  scopes: { type: "string" },
  id: { type: "string" },
  expires: { type: "string" },
  sessions: { type: "string" },
  audio: { type: "string" },
  requests: { type: "string" },
} as const;

await runProgram(USAGE, () => {
  const { values } = parseArgs({ options: OPTIONS });
  const key = drawKey();
  const limits = {
    ...limit("sessions", "sessions", values.sessions),
    ...limit("audioRate", "audio", values.audio),
    ...limit("requestsPerMinute", "requests", values.requests),
  };
  const line = JSON.stringify({
    id: values.id ?? drawKeyId(),
    tenant: values.tenant ?? "",
    scopes: values.scopes?.split(",").map((name) => name.trim()) ?? [],
    sha256: hashKey(key).toString("hex"),
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(values.expires !== undefined && { expires: values.expires }),
  });
  const { faults } = parseApiKeys(line);
  if (faults.length > 0) {
    throw new SyntaxError(
      `Cannot make a key as ${faults.join("; ").replace("entry 1: ", "--")}`,
    );
  }
  warn(`The key, shown this once: ${key}`);
  print(line);
  return Promise.resolve();
});

function limit(
  name: string,
  flag: string,
  text: string | undefined,
): Record<string, number> {
  if (text === undefined) return {};
  return { [name]: wholeNumber("make a key", flag, text, 1) };
}
