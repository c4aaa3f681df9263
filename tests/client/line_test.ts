import { assert, assertEquals, assertRejects } from "@std/assert";
import type { ServerMessage } from "../../src/protocol/native/messages.ts";
import { Line, StreamError } from "../../src/client/mod.ts";
import type { SocketConstructor } from "../../src/client/mod.ts";
import { answers } from "../scripts/_fake_server.ts";
import { FakeSocket } from "./_fake_socket.ts";
import { settled } from "./_fake_time.ts";

const OPEN = {
  type: "open",
  version: 1,
  encoding: "mulaw",
  sampleRateHz: 8_000,
  channels: [{ role: "customer" }],
} as const;
const [OPENED] = answers(OPEN);

/** A line, its other end, and what it heard. */
function dialled(
  onMessage: (message: ServerMessage) => void = () => {},
  key?: string,
) {
  let socket: FakeSocket | undefined;
  const heard: ServerMessage[] = [];
  const line = new Line("ws://server/v1/stream?token=secret", (message) => {
    heard.push(message);
    onMessage(message);
  }, {
    key,
    WebSocket: class {
      constructor(url: string, protocols: string[] = []) {
        return socket = new FakeSocket(url, protocols);
      }
    } as SocketConstructor,
  });
  return { line, socket: socket!, heard };
}

async function faultOf(promise: Promise<unknown>): Promise<StreamError> {
  return await assertRejects(() => promise, StreamError);
}

Deno.test("Line opens, says, hears and ends", async () => {
  const { line, socket, heard } = dialled();
  const opening = line.open(OPEN);
  assertEquals(socket.texts, []);
  socket.accept();
  await settled();
  assertEquals(socket.texts, [OPEN]);
  socket.say(OPENED!);
  await opening;
  line.sendAudio(Uint8Array.of(1, 2, 3));
  line.send({ type: "flush", id: 7 });
  line.close();
  assertEquals(socket.audio, [1, 2, 3]);
  assertEquals(socket.types, ["open", "flush", "close"]);
  for (const answer of answers({ type: "close" })) socket.say(answer);
  await line.ended;
  assertEquals(heard.map(({ type }) => type), [
    "opened",
    "prediction",
    "closed",
  ]);
  assert(line.hasEnded);
});

Deno.test("Line offers its key, and nothing without one", () => {
  assertEquals(dialled(undefined, "k").socket.protocols, [
    "undertone.v1",
    "undertone.key.k",
  ]);
  assertEquals(dialled().socket.protocols, []);
});

Deno.test("Line tells apart why it ended, and shows no query", async () => {
  const ends: [(socket: FakeSocket) => void, string, string][] = [
    [(socket) => socket.break(), "unreachable", "Cannot reach ws://server/v1/"],
    [
      (socket) => socket.break("status code 401 of ws://a?token=secret"),
      "unreachable",
      "let the caller in: status code 401",
    ],
    [
      (socket) => (socket.accept(), socket.break()),
      "connection_lost",
      "broke the connection",
    ],
    [
      (socket) => (socket.accept(), socket.hangUp(1012, "service restart")),
      "connection_lost",
      "code 1012, service restart",
    ],
    [
      (
        socket,
      ) => (socket.accept(),
        socket.say({ type: "error", code: "overloaded", message: "full" })),
      "overloaded",
      "overloaded: full",
    ],
    [
      (socket) => (socket.accept(), socket.say("<html>")),
      "bad_server",
      "must be JSON",
    ],
  ];
  for (const [end, code, words] of ends) {
    const { line, socket } = dialled();
    const opening = faultOf(line.open(OPEN));
    end(socket);
    const fault = await faultOf(line.ended);
    assertEquals(fault.code, code);
    assert(fault.message.includes(words), fault.message);
    assert(!fault.message.includes("secret"));
    assertEquals((await opening).code, code);
  }
});

Deno.test("Line that was dropped says and hears nothing more", async () => {
  const { line, socket, heard } = dialled();
  socket.accept();
  line.drop();
  line.drop();
  line.sendAudio(Uint8Array.of(1));
  line.close();
  assertEquals([socket.readyState, socket.texts, socket.audio], [3, [], []]);
  socket.readyState = 1;
  socket.say(OPENED!);
  assertEquals(heard, []);
  assertEquals((await faultOf(line.ended)).code, "ended");
});

Deno.test("Line ends with what its listener throws", async () => {
  const { line, socket } = dialled(() => {
    throw new RangeError("a fault of the listener");
  });
  socket.accept();
  socket.say(OPENED!);
  await assertRejects(() => line.ended, RangeError);
});

Deno.test("Line refuses what is no URL of a socket", () => {
  let isRefused = false;
  try {
    new Line("http//nowhere", () => {});
  } catch (error) {
    isRefused = error instanceof SyntaxError ||
      error instanceof DOMException;
  }
  assert(isRefused);
});
