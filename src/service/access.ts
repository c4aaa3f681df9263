/**
 * Who may enter a server: its gate, and what the gate goes by.
 *
 * @module
 */
import type { AccessSettings } from "../config/access.ts";
import type { Log } from "../log/log.ts";
import type { BrowserRules } from "../server/access/browsers.ts";
import type { Gate } from "../server/access/gate.ts";
import { KeyGate } from "../server/access/key_gate.ts";
import { KeyRing } from "../server/access/key_ring.ts";
import type { TenantLimiter } from "../server/access/tenant_limiter.ts";
import { TokenSigner } from "../server/access/tokens.ts";
import {
  type UsedTokens,
  usedTokensInMemory,
} from "../server/access/used_tokens.ts";
import type { CallSink } from "../session/call_sink.ts";

/** The parts that decide who may enter. */
export interface Access {
  readonly gate: Gate;
  readonly keys: KeyRing;
  readonly tokens: TokenSigner;
  readonly browsers: BrowserRules;
}

/** What they need. */
export interface AccessDeps {
  readonly signingSecret: string;
  readonly limiter: TenantLimiter;
  /** The clock on the wall, in milliseconds since 1970. */
  readonly wallMs: () => number;
  /** Hears of who was refused. */
  readonly sink: Pick<CallSink, "refused">;
  /** Remembers tokens for all instances. @default this one's memory */
  readonly used?: UsedTokens | undefined;
}

/** Creates them. */
export function createAccess(
  settings: AccessSettings,
  { signingSecret, limiter, wallMs, sink, used }: AccessDeps,
): Access {
  const { isOpen, allowedOrigins, isForThisMachine } = settings;
  const keys = new KeyRing(settings.keys, wallMs);
  const tokens = new TokenSigner(signingSecret, wallMs);
  return {
    keys,
    tokens,
    browsers: { allowedOrigins, isForThisMachine, sink },
    gate: new KeyGate({
      keys,
      tokens,
      used: used ?? usedTokensInMemory(wallMs),
      limiter,
      isOpen,
      wallMs,
      sink,
    }),
  };
}

/** Says at the start who may enter, unless it is this machine alone. */
export function tellAccess(
  { keys, isOpen, isForThisMachine }: AccessSettings,
  log: Log,
): void {
  if (isForThisMachine) return;
  if (isOpen) {
    log.warn("access_open", {
      message: "lets everybody in, as ALLOW_ANONYMOUS=1 says",
    });
  } else if (keys.length > 0) {
    log.info("access", {
      message: `lets in who has a key, keys: ${keys.length}`,
    });
  } else {
    log.warn("access_closed", {
      message:
        "takes calls of phone platforms alone: there are no API keys for others",
    });
  }
}
