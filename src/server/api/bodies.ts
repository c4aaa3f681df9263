/**
 * What is answered over HTTP, where it is no message of a protocol and no record:
 * the types are the specification that `/v1/openapi.json` is made from.
 *
 * @module
 */
import type { EventLogState } from "../../results/event_log.ts";
import type { RecordsStatus } from "../../results/records/call_records.ts";
import type { Scope } from "../access/principal.ts";
import type { NotReadyReason, ReadyNote } from "../health_routes.ts";
import type { HttpFaultCode } from "../http_fault.ts";
import type { Crew } from "../readiness.ts";

/** Why a request was refused. */
export interface FaultBody {
  readonly error: {
    /** Stable, made for programs. */
    readonly code: HttpFaultCode;
    /** Names the rule that was broken and the value that broke it. */
    readonly message: string;
  };
}

/** What this server is. */
export interface AboutBody {
  readonly name: "undertone";
  readonly about: string;
  readonly routes: readonly string[];
}

/** Whether the process does its work. */
export interface HealthBody {
  readonly status: "ok" | "stuck";
  readonly reasons?: readonly "engine_stuck"[];
}

/** Whether calls can be taken. */
export interface ReadyBody {
  readonly status: "ready" | "not ready";
  /** Why not. */
  readonly reasons?: readonly NotReadyReason[];
  /** What is amiss while calls are taken all the same. */
  readonly notes: readonly ReadyNote[];
  readonly model?: { readonly name: string; readonly sha256: string };
  /** Threads that share the products of a batch. */
  readonly threads?: Crew;
  /** Engines on threads of their own. */
  readonly workers?: Crew;
  readonly records: RecordsStatus;
  readonly results: EventLogState;
}

/** A token for one call. */
export interface TokenBody {
  /** A JSON Web Token (RFC 7519). */
  readonly token: string;
  /** The one call that it is good for. */
  readonly sessionId: string;
  readonly scope: readonly Scope[];
  readonly expiresInS: number;
}

/** A message that a webhook could not deliver. */
export interface DeadLetterBody {
  readonly id: string;
  /** The name of the target in the configuration. */
  readonly target: string;
  readonly attempts: number;
  /** Why the last attempt failed, or why there was none. */
  readonly reason: string;
  /** When it was given up (RFC 3339). */
  readonly at: string;
  /** The header `webhook-id` that it was sent with. */
  readonly webhookId: string;
  /** What was sent. */
  readonly message: unknown;
}

/** What webhooks of this instance could not deliver, oldest first. */
export interface DeadLettersBody {
  readonly deadLetters: readonly DeadLetterBody[];
}

/** What will be sent once more. */
export interface RetriedBody {
  readonly id: string;
}
