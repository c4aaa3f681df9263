import { assertEquals, assertThrows } from "@std/assert";
import {
  httpOrigin,
  socketOrigin,
  streamUrl,
} from "../../scripts/_server_url.ts";

const STREAMS: [typed: string, url: string][] = [
  ["http://127.0.0.1:8000", "ws://127.0.0.1:8000/v1/stream"],
  ["http://127.0.0.1:8000/", "ws://127.0.0.1:8000/v1/stream"],
  ["ws://127.0.0.1:8000", "ws://127.0.0.1:8000/v1/stream"],
  ["ws://127.0.0.1:8000/v1/stream", "ws://127.0.0.1:8000/v1/stream"],
  ["https://voice.example.com", "wss://voice.example.com/v1/stream"],
  ["http://[::1]:8000", "ws://[::1]:8000/v1/stream"],
  ["wss://there/v1", "wss://there/v1"],
  ["https://there/de/live?room=1", "wss://there/de/live?room=1"],
];

for (const [typed, url] of STREAMS) {
  Deno.test(`streamUrl() reads ${typed}`, () => {
    assertEquals(streamUrl("load", typed), url);
  });
}

Deno.test("socketOrigin() is a server as platforms are told it", () => {
  for (
    const [typed, origin] of [
      ["http://127.0.0.1:8000", "ws://127.0.0.1:8000"],
      ["ws://127.0.0.1:8000/", "ws://127.0.0.1:8000"],
      ["https://voice.example.com", "wss://voice.example.com"],
      ["wss://voice.example.com:8443", "wss://voice.example.com:8443"],
    ] as const
  ) assertEquals(socketOrigin("call", typed), origin);
});

Deno.test("socketOrigin() refuses what a platform would put its path behind", () => {
  for (const rest of ["/v1/twilio", "/?token=1"]) {
    assertThrows(
      () => socketOrigin("call", `http://here:8000${rest}`),
      SyntaxError,
      `Cannot call as --url must end with host and port, such as ws://here:8000: current value is "http://here:8000${rest}"`,
    );
  }
});

for (const text of ["", "here", "localhost:8000", "ftp://here", "http://"]) {
  Deno.test(`no URL of a server is "${text}"`, () => {
    for (const read of [streamUrl, socketOrigin]) {
      assertThrows(
        () => read("load", text),
        SyntaxError,
        `such as http://127.0.0.1:8000 or ws://127.0.0.1:8000: current value is "${text}"`,
      );
    }
  });
}

Deno.test("httpOrigin() is the HTTP side of a socket's server", () => {
  assertEquals(httpOrigin("ws://here:8000/v1/stream"), "http://here:8000");
  assertEquals(httpOrigin("wss://here/x"), "https://here");
});
