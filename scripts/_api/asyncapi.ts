/**
 * The description of what goes over sockets.
 *
 * @module
 */
import { socketSchemas } from "./schemas.ts";
import { SOCKET_CHANNELS, type SocketChannel } from "./socket_channels.ts";
import type { Schema } from "./type_schemas.ts";

/** Makes the document. */
export function asyncapi(version: string): object {
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Undertone",
      version,
      description: "The sockets of Undertone. HTTP is in /v1/openapi.json.",
      license: { name: "MIT" },
    },
    defaultContentType: "application/json",
    channels: Object.fromEntries(
      SOCKET_CHANNELS.map((channel) => [channel.name, channelOf(channel)]),
    ),
    operations: Object.fromEntries(SOCKET_CHANNELS.flatMap(operationsOf)),
    components: { schemas: socketSchemas() },
  };
}

function channelOf({ address, description, said, answered }: SocketChannel) {
  const hasId = address.includes("{id}");
  return {
    address,
    description,
    ...hasId &&
      { parameters: { id: { description: "The call's `sessionId`" } } },
    messages: { ...messages("said", said), ...messages("answered", answered) },
    bindings: { ws: { method: "GET" } },
  };
}

function messages(
  prefix: string,
  schemas: Readonly<Record<string, Schema>>,
): Record<string, object> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, payload]) => [
      `${prefix}_${name}`,
      { name, payload },
    ]),
  );
}

/** As the server sees it: it receives what clients say. */
function operationsOf(
  { name, said, answered }: SocketChannel,
): [string, object][] {
  const operation = (
    action: "receive" | "send",
    prefix: string,
    schemas: object,
  ): [string, object][] => {
    const names = Object.keys(schemas);
    if (names.length === 0) return [];
    return [[`${name}_${action}`, {
      action,
      channel: { $ref: `#/channels/${name}` },
      messages: names.map((message) => ({
        $ref: `#/channels/${name}/messages/${prefix}_${message}`,
      })),
    }]];
  };
  return [
    ...operation("receive", "said", said),
    ...operation("send", "answered", answered),
  ];
}
