/**
 * Simulated calls to this server, and to servers that no platform would bear.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import type {
  SimulatedCall,
  Simulator,
} from "../../../scripts/_simulators/simulator.ts";
import { wireRoutes } from "../../../src/server/wire_routes.ts";
import type { AudioFormat } from "../../../src/session/audio_format.ts";
import type { Platform } from "../../../src/session/platforms.ts";
import { RolePolicy, type RoleSettings } from "../../../src/session/roles.ts";
import { appDeps, serve } from "../../server/_server.ts";
import { runSession, timeless } from "../../session/_fakes.ts";
import { speechLike } from "../../session/_signals.ts";

const CREDENTIAL = "sixteen-letters-and-more";

/** A customer and an agent, 16 kHz, a whole number of every platform's messages. */
export const VOICES = [
  speechLike(3, 16_000),
  speechLike(3, 16_000, { pitchHz: 210, seed: 2 }),
];

/** What a call is, where a test says nothing else. */
export function simulatedCall(
  fields: Partial<SimulatedCall> & Pick<SimulatedCall, "url">,
): SimulatedCall {
  return {
    audio: { sampleRateHz: 16_000, channels: VOICES },
    credential: CREDENTIAL,
    lossPercent: 0,
    isReordered: false,
    rtf: 0,
    options: {},
    ...fields,
  };
}

/** Calls this server, which serves that platform and asks for the credential. */
export async function callServer(
  platform: Platform,
  simulator: Simulator,
  { settings = {}, ...fields }:
    & Partial<SimulatedCall>
    & { settings?: Partial<RoleSettings> } = {},
) {
  const { deps, sink, internalFaults } = appDeps();
  const wires = wireRoutes({
    served: [platform],
    isOpen: false,
    credential: CREDENTIAL,
  });
  const roles = new RolePolicy({ roles: {}, ...settings });
  await using server = serve({ ...deps, wires, roles });
  const url = `ws://127.0.0.1:${server.port}`;
  try {
    const passed = await simulator.run(simulatedCall({ url, ...fields }));
    return { passed, sink };
  } finally {
    await deps.registry.stop();
    assertEquals(internalFaults, []);
    assertEquals(deps.budget.heldBytes, 0);
  }
}

/** Law 3 over a real socket: the windows of a call are those of a native session. */
export async function assertWindows(
  { sink }: Awaited<ReturnType<typeof callServer>>,
  format: AudioFormat,
  bytes: Uint8Array,
): Promise<void> {
  const native = await runSession(format, [bytes]);
  assert(native.predictions.length > 3);
  assertEquals(timeless(sink.predictions), timeless(native.predictions));
  assertEquals(sink.ends.map(({ reason }) => reason), ["socket_closed"]);
}

/** Calls a server that agrees to a subprotocol, says things, and answers nothing. */
export async function callOther(
  simulator: Simulator,
  { protocol, says = [], closes, hears, ...fields }: Partial<SimulatedCall> & {
    protocol?: string;
    hears?: (message: string | ArrayBuffer) => void;
    says?: readonly (string | Uint8Array<ArrayBuffer>)[];
    /** The code with which it hangs up. */
    closes?: number;
  },
): Promise<string> {
  await using server = Deno.serve({
    port: 0,
    hostname: "127.0.0.1",
    onListen: () => {},
  }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(
      request,
      protocol === undefined ? {} : { protocol },
    );
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => hears?.(data);
    socket.onopen = () => {
      says.forEach((message) => socket.send(message));
      if (closes !== undefined) socket.close(closes);
    };
    return response;
  });
  const url = `ws://127.0.0.1:${server.addr.port}`;
  return await simulator.run(simulatedCall({ url, ...fields }));
}

/** Everything that must not be called clean, with a part of what is said of it. */
export async function assertUnclean(
  simulator: Simulator,
  cases: readonly (readonly [Parameters<typeof callOther>[1], string])[],
): Promise<void> {
  for (const [server, part] of cases) {
    await assertRejects(() => callOther(simulator, server), Error, part);
  }
}

/** What this server refuses must not be called clean either. */
export async function assertRefused(
  platform: Platform,
  simulator: Simulator,
  cases: readonly (readonly [Parameters<typeof callServer>[2], string])[],
): Promise<void> {
  for (const [call, part] of cases) {
    await assertRejects(
      () => callServer(platform, simulator, call),
      Error,
      part,
    );
  }
}
