import type { KeyRing } from "./access/key_ring.ts";
import type { AudiohookKey } from "./audiohook_proof.ts";
import type { Platform } from "../session/platforms.ts";

/** What the configuration says of the phone platforms. Secrets are in it: never log it. */
export interface WireSettings {
  /** The platforms that are served. */
  readonly served: readonly Platform[];
  /** Whether calls are taken from anybody, without signature or credential. */
  readonly isOpen: boolean;
  /** Where platforms reach this server, "wss://voice.example.com"; signatures are over it. */
  readonly publicOrigin?: string | undefined;
  /** What a platform presents that cannot sign, in its path or its `Authorization`. */
  readonly credential?: string | undefined;
  /** Whose calls these are, of platforms that present no API key. @default {"default"} */
  readonly tenant?: string | undefined;
  /** API keys, which a platform may present in place of the credential. */
  readonly keys?: KeyRing | undefined;
  /** The key of Twilio's signatures. */
  readonly twilioAuthToken?: string | undefined;
  /** The key of Plivo's signatures. */
  readonly plivoAuthToken?: string | undefined;
  /** What Genesys's requests must have. */
  readonly audiohookKey?: AudiohookKey | undefined;
  /** Whether Genesys is sent what is found, as events. @default {false} */
  readonly hasAudiohookEvents?: boolean | undefined;
}
