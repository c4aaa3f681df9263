import { SERVABLE } from "../../src/server/wire_routes.ts";

/** Where the server keeps its records; removed in the end. */
export const FUZZ_RECORDS = "data/fuzz.kv";

/** A server whose every door is open. */
export const FUZZ_ENV: Readonly<Record<string, string>> = Object.freeze({
  WIRES: SERVABLE.join(","),
  WIRE_AUTH: "none",
  WIRE_ROLES: "asterisk.media=customer,livekit.track=customer",
  ANALYSE_MIXED: "no-employee",
  RECORDS: "on",
  RECORDS_PATH: FUZZ_RECORDS,
});
