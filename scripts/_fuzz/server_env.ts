import { SERVABLE } from "../../src/server/wire_routes.ts";

/** A server whose every door is open, and that leaves nothing behind. */
export const FUZZ_ENV: Readonly<Record<string, string>> = Object.freeze({
  WIRES: SERVABLE.join(","),
  WIRE_AUTH: "none",
  WIRE_ROLES: "asterisk.media=customer,livekit.track=customer",
  ANALYSE_MIXED: "no-employee",
  RECORDS: "off",
});
