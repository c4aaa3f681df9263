/**
 * A server of AudioHook on a loopback port, and Genesys's end of a socket to it.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { ServerMessage } from "../../src/protocol/audiohook/messages.ts";
import type { AppDeps } from "../../src/server/app.ts";
import { wireRoutes } from "../../src/server/wire_routes.ts";
import type { WireSettings } from "../../src/server/wire_settings.ts";
import { RolePolicy } from "../../src/session/roles.ts";
import { PlatformSocket } from "../../scripts/_simulators/platform_socket.ts";
import { envelope, OPEN, PARAMETERS } from "../protocol/audiohook/_messages.ts";
import { API_KEY, SECRET, signedHeaders, type Signing } from "./_audiohook.ts";
import { appDeps, serve } from "./_server.ts";

export const SETTINGS: WireSettings = {
  served: ["audiohook"],
  isOpen: false,
  publicOrigin: "wss://voice.example.com",
  audiohookKey: { apiKey: API_KEY, clientSecret: SECRET },
  hasAudiohookEvents: true,
};

/** A server that hears customers alone, unless agents have a purpose. */
export function serveAudiohook(
  settings: Partial<WireSettings> = {},
  fields: Partial<AppDeps> = {},
) {
  const { deps, sink, internalFaults } = appDeps();
  const wires = wireRoutes({ ...SETTINGS, ...settings });
  const given = { ...deps, wires, ...fields };
  const server = serve(given);
  return {
    deps: given,
    sink,
    internalFaults,
    url: `ws://127.0.0.1:${server.port}/v1/audiohook`,
    [Symbol.asyncDispose]: async () => {
      await given.registry.stop();
      await server[Symbol.asyncDispose]();
      assertEquals(given.budget.heldBytes, 0);
      assertEquals(internalFaults, []);
    },
  };
}

/** What analyses agents as well. */
export const AGENTS: Partial<AppDeps> = {
  roles: new RolePolicy({ roles: {}, agentPurpose: "safety" }),
};

/** A request that is signed now. */
export function signedNow(signing: Signing = {}): Record<string, string> {
  const createdS = Math.floor(Date.now() / 1000);
  const { host: _, ...headers } = signedHeaders({ createdS, ...signing });
  return headers;
}

/** Genesys's end of a socket; it numbers its messages. */
export class Genesys {
  readonly socket: PlatformSocket;
  /** The number of the last message that it sent. */
  seq = 0;
  /** The number of the last message that it got. */
  serverSeq = 0;

  constructor(socket: PlatformSocket) {
    this.socket = socket;
  }

  static async dial(url: string, headers = signedNow()): Promise<Genesys> {
    return new Genesys(await PlatformSocket.dial(url, { headers }));
  }

  /** Says something, and gives its number. */
  say(type: string, parameters: object = PARAMETERS[type] ?? {}): number {
    const numbers = { seq: ++this.seq, serverseq: this.serverSeq };
    this.socket.send(
      JSON.stringify(envelope(type, { ...numbers, parameters })),
    );
    return this.seq;
  }

  /** The next message, which must be the next one by its number. */
  async next(): Promise<ServerMessage> {
    const text = await this.socket.next();
    const message: ServerMessage = JSON.parse(String(text));
    assertEquals(message.seq, ++this.serverSeq);
    return message;
  }

  /** The next message, which must be of a type. */
  async expect(type: string): Promise<ServerMessage> {
    const message = await this.next();
    assertEquals(message.type, type, JSON.stringify(message));
    return message;
  }

  /** Opens, and gives what was opened. */
  async open(fields: object = {}): Promise<ServerMessage> {
    this.say("open", { ...OPEN, ...fields });
    return await this.expect("opened");
  }

  /** Closes and hangs up; whatever comes before `closed` is let pass. */
  async close(): Promise<ServerMessage> {
    this.say("close");
    for (;;) {
      const message = await this.next();
      if (message.type !== "closed") continue;
      this.socket.close();
      await this.socket.closed;
      assertEquals(this.socket.unread, []);
      return message;
    }
  }
}
