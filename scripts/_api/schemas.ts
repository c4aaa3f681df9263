/**
 * Every schema that the documents of the interface refer to.
 *
 * @module
 */
import { toJsonSchema } from "@valibot/to-json-schema"; // valibot's own
import type { GenericSchema } from "valibot";
import {
  CallPageSchema,
  WholeCallSchema,
} from "../../src/results/records/record.ts";
import { TOKEN_REQUEST } from "../../src/server/access/tokens_route.ts";
import { type Schema, typeSchemas } from "./type_schemas.ts";

/** Schemas of what goes over HTTP. */
export function httpSchemas(): Record<string, Schema> {
  return {
    ...typeSchemas([
      {
        file: "src/server/api/bodies.ts",
        types: [
          "FaultBody",
          "AboutBody",
          "HealthBody",
          "ReadyBody",
          "TokenBody",
          "DeadLettersBody",
          "RetriedBody",
        ],
      },
      { file: "src/session/classify_audio.ts", types: ["Classification"] },
      { file: "src/results/call_event.ts", types: ["CallEvent"] },
    ]),
    TokenRequest: valibotSchema(TOKEN_REQUEST),
    CallPage: valibotSchema(CallPageSchema),
    WholeCall: valibotSchema(WholeCallSchema),
  };
}

/** Schemas of what goes over sockets. */
export function socketSchemas(): Record<string, Schema> {
  return typeSchemas([
    {
      file: "src/protocol/native/messages.ts",
      types: ["ClientMessage", "ServerMessage"],
    },
    { file: "src/results/call_event.ts", types: ["CallEvent"] },
    {
      file: "src/protocol/audiohook/messages.ts",
      types: ["ClientEnvelope", "ServerParameters"],
      prefix: "Audiohook",
    },
    {
      file: "src/protocol/vonage/messages.ts",
      types: ["WebsocketConnected", "OtherVonageEvent"],
      prefix: "Vonage",
    },
    {
      file: "src/protocol/asterisk/messages.ts",
      types: ["MediaStart", "OtherAsteriskEvent"],
      prefix: "Asterisk",
    },
    {
      file: "src/protocol/freeswitch/messages.ts",
      types: ["FreeswitchMetadata"],
    },
    {
      file: "src/protocol/jambonz/messages.ts",
      types: ["CallAttributes", "OtherJambonzEvent"],
      prefix: "Jambonz",
    },
    {
      file: "src/protocol/livekit/messages.ts",
      types: ["TrackMuted"],
      prefix: "Livekit",
    },
  ]);
}

function valibotSchema(schema: GenericSchema): Schema {
  const { $schema: _, ...rest } = toJsonSchema(schema, {
    errorMode: "ignore", // rules without a counterpart are in the text
    typeMode: "input",
  });
  return rest as Schema;
}
