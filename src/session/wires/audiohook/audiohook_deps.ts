/**
 * What an AudioHook dialog needs.
 *
 * @module
 */
import type { After } from "../../after.ts";
import type { WireDeps } from "../../dialog.ts";

/** Who asks for a session, by the headers of the request. */
export interface AudiohookRequest {
  readonly sessionId?: string | undefined;
  readonly organizationId?: string | undefined;
  /** Why the client may not enter, for the log; nothing if it may. */
  readonly refusal?: string | undefined;
}

/** What an AudioHook dialog needs. */
export interface AudiohookDeps extends WireDeps {
  readonly request: AudiohookRequest;
  /** Whether the client is sent what is found, as events. */
  readonly hasEvents: boolean;
  readonly after: After;
}
