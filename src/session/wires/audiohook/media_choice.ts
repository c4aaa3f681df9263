/**
 * Which medium of an offer is taken.
 *
 * @module
 */
import type { Medium } from "../../../protocol/audiohook/messages.ts";
import { readMedium } from "../../../protocol/audiohook/parse.ts";
import { RATE_RANGE_HZ } from "../../../protocol/native/messages.ts";
import { quote } from "../../../protocol/read_message.ts";
import { ProtocolError } from "../../../protocol/protocol_error.ts";
import type { CallChannel, RolePolicy } from "../../roles.ts";

/** A medium that is taken. */
export interface ChosenMedium {
  /** The offer, exactly as it came: the answer must repeat it. */
  readonly offer: unknown;
  readonly medium: Medium;
  /** Whose voices they are, in the medium's order. */
  readonly channels: readonly CallChannel[];
}

/**
 * Chooses a medium all of whose channels may be analysed: who may not be heard is
 * not even sent. Of several the one with the most channels, and of these the first.
 *
 *     offered                     by default    with ANALYSE_AGENT
 *     external+internal                         taken
 *     external                    taken
 *     internal
 *
 * @throws {ProtocolError} Why there is none: `unsupported_encoding`, `role_refused`.
 */
export function chooseMedium(
  offers: readonly unknown[],
  roles: RolePolicy,
): ChosenMedium {
  const known = offers.flatMap((offer) => {
    const medium = readMedium(offer);
    return medium && isServed(medium) ? [{ offer, medium }] : [];
  });
  if (known.length === 0) {
    throw new ProtocolError(
      "unsupported_encoding",
      `Cannot take audio as a medium must be PCMU or L16: current value is ${
        quote(offers)
      }`,
    );
  }
  const [best] = known
    .flatMap((choice) => {
      const channels = admitted(choice.medium, roles);
      return channels ? [{ ...choice, channels }] : [];
    })
    .sort((a, b) => b.channels.length - a.channels.length);
  if (best !== undefined) return best;
  throw new ProtocolError(
    "role_refused",
    `Cannot take audio as all channels of a medium must be a customer's: current value is ${
      known.map(({ medium }) => medium.channels.join("+")).join(", ")
    }`,
  );
}

function isServed({ rate }: Medium): boolean {
  return rate >= RATE_RANGE_HZ.min && rate <= RATE_RANGE_HZ.max;
}

/** The channels of a medium, if all may be analysed. */
function admitted(
  { channels }: Medium,
  roles: RolePolicy,
): readonly CallChannel[] | undefined {
  try {
    const heard = roles.admit("audiohook", channels);
    return heard.length === channels.length ? heard : undefined;
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}
