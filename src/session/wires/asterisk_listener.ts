import { ASTERISK_FORMATS } from "../../protocol/asterisk/messages.ts";
import {
  parseAsteriskMessage,
  readAsteriskUrl,
} from "../../protocol/asterisk/parse.ts";
import type { Fields } from "../../protocol/fields.ts";
import { announcedWire } from "./announced_wire.ts";
import type { Wire } from "./wire_dialog.ts";

/**
 * Asterisk: one channel, of whatever the dialplan connects to it.
 *
 * @param parameters Those of the URL.
 */
export function asteriskWire(parameters: Fields): Wire {
  return announcedWire({
    platform: "asterisk",
    read(text) {
      const start = parseAsteriskMessage(text);
      if (start === undefined) return undefined;
      const { channel, channel_id: channelId, format } = start;
      const { callId, streamId, roles } = readAsteriskUrl(parameters);
      return {
        ...ASTERISK_FORMATS[format],
        callId: callId ?? channelId ?? channel,
        streamId: streamId ?? channel,
        directions: ["media"],
        statedRoles: roles,
      };
    },
  });
}
