/**
 * Genesys Cloud's AudioHook Monitor, version 2.
 *
 * Source: developer.genesys.cloud/devapps/audiohook, session walkthrough and
 * security; the strictness of Genesys's test client (2871b01), 2026.
 *
 * @module
 */
import { createHmac, randomBytes } from "node:crypto";
import { clockPace, systemClock } from "../_pace.ts";
import { AudiohookClient } from "./audiohook_client.ts";
import {
  type Act,
  actsOf,
  duration,
  offersOf,
  RATE_HZ,
  readGaps,
} from "./audiohook_media.ts";
import type { MediaOffer } from "./audiohook_messages.ts";
import { PlatformSocket } from "./platform_socket.ts";
import type { SimulatedCall, Simulator } from "./simulator.ts";

const NULL_ID = "00000000-0000-0000-0000-000000000000";
const ORGANIZATION_ID = "d7934305-0972-4844-938e-9060eef73d05";
/** The key of Genesys's documentation. */
const API_KEY = "SGVsbG8sIEkgYW0gdGhlIEFQSSBrZXkh";

/** Genesys Cloud. */
export const audiohook: Simulator = {
  options: {
    key: "the API key (that of Genesys's documentation)",
    format: "PCMU or L16 (PCMU)",
    pause: "FROM-TO, seconds of the call in which it is paused, with commas",
    discard: "FROM-TO, seconds of the call that do not get through",
    probe: "1 to try the connection and make no call",
  },
  canReorder: false,
  run,
};

async function run(call: SimulatedCall): Promise<string> {
  if (call.lossPercent > 0) {
    throw new SyntaxError(
      "Cannot lose messages as they must be numbered: AudioHook's audio is not, and comes over TCP",
    );
  }
  const id = crypto.randomUUID();
  const socket = await dial(call, id);
  const at = { sample: 0 };
  using client = new AudiohookClient(socket, id, () => duration(at.sample));
  const isProbe = call.options["probe"] === "1";
  const voiceCount = Math.min(2, call.audio.channels.length);
  const media = offersOf(voiceCount, formatOf(call));
  const medium = await client.open(openParameters(media, isProbe));
  const sent = isProbe || medium === undefined
    ? 0
    : await speak(client, call, medium, at);
  await client.close("end");
  const { pongs, events } = client.counts;
  const chosen = medium
    ? `${medium.channels.join("+")} in ${medium.format}`
    : "no medium";
  return `opened with ${chosen}, sent ${sent} messages of audio, got ${pongs} pongs and ${events} events`;
}

function formatOf({ options }: SimulatedCall): MediaOffer["format"] {
  const { format = "PCMU" } = options;
  if (format === "PCMU" || format === "L16") return format;
  throw new SyntaxError(
    `Cannot simulate a call as format must be PCMU or L16: current value is "${format}"`,
  );
}

function openParameters(media: readonly MediaOffer[], isProbe: boolean) {
  return {
    organizationId: ORGANIZATION_ID,
    conversationId: isProbe ? NULL_ID : crypto.randomUUID(),
    participant: {
      id: isProbe ? NULL_ID : crypto.randomUUID(),
      ani: isProbe ? "" : "+1-555-555-1234",
      aniName: isProbe ? "" : "John Doe",
      dnis: isProbe ? "" : "+1-800-555-6789",
    },
    media,
    language: "en-US",
    customConfig: {},
  };
}

/** Sends the call at its pace, and says how many messages of audio it was. */
async function speak(
  client: AudiohookClient,
  { audio, rtf, options: { pause = "", discard = "" } }: SimulatedCall,
  medium: MediaOffer,
  at: { sample: number },
): Promise<number> {
  const gaps = [
    ...readGaps("paused", pause),
    ...readGaps("discarded", discard),
  ];
  const pace = rtf === 0
    ? () => Promise.resolve()
    : clockPace(rtf, systemClock);
  let sent = 0;
  for (const act of actsOf(audio, medium, gaps)) {
    await pace(act.atSample * 1000 / RATE_HZ);
    if (client.isClosing) break;
    at.sample = act.atSample;
    if (act.kind === "audio") {
      client.sendAudio(act.bytes);
      sent++;
    } else client.say(act.kind, parametersOf(act));
  }
  return sent;
}

function parametersOf(act: Exclude<Act, { kind: "audio" }>) {
  if (act.kind === "paused") return {};
  const { firstSample, endSample } = act.gap;
  return {
    start: duration(firstSample),
    discarded: duration(endSample - firstSample),
  };
}

function dial(call: SimulatedCall, sessionId: string): Promise<PlatformSocket> {
  const { credential, options: { key = API_KEY } } = call;
  const path = `/v1/audiohook${
    credential === undefined ? "" : `/${credential}`
  }`;
  const headers = {
    "Audiohook-Organization-Id": ORGANIZATION_ID,
    "Audiohook-Session-Id": sessionId,
    "Audiohook-Correlation-Id": crypto.randomUUID(),
    "X-API-KEY": key,
  };
  return PlatformSocket.dial(call.url + path, {
    headers: { ...headers, ...signature(call, path, headers) },
  });
}

/** Signs the request, if there is a secret: the base64 that Genesys is given. */
function signature(
  { url, origin = url, secret }: SimulatedCall,
  path: string,
  headers: Readonly<Record<string, string>>,
): Record<string, string> {
  if (secret === undefined) return {};
  const parts = [
    ["@request-target", path],
    ["@authority", new URL(origin).host],
    ...Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      value,
    ]),
  ];
  const createdS = Math.floor(Date.now() / 1000);
  const nonce = randomBytes(18).toString("base64");
  const input = `(${parts.map(([name]) => `"${name}"`).join(" ")});keyid="${
    headers["X-API-KEY"]
  }";nonce="${nonce}";alg="hmac-sha256";created=${createdS};expires=${
    createdS + 30
  }`;
  const base = [
    ...parts.map(([name, value]) => `"${name}": ${value}`),
    `"@signature-params": ${input}`,
  ].join("\n");
  const hmac = createHmac("sha256", Uint8Array.fromBase64(secret));
  return {
    "Signature-Input": `sig1=${input}`,
    Signature: `sig1=:${hmac.update(base).digest("base64")}:`,
  };
}
