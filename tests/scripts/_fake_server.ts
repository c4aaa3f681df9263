/** A server that agrees with everything and remembers it. */
import type {
  ClientMessage,
  Prediction,
  ServerMessage,
} from "../../src/protocol/native/messages.ts";

/** What one client said. */
export interface Heard {
  readonly texts: ClientMessage[];
  /** Sizes of the binary messages. */
  readonly sizes: number[];
  readonly bytes: number[];
}

export const PREDICTION: Prediction = {
  type: "prediction",
  channel: 0,
  role: "customer",
  index: 0,
  startMs: 0,
  endMs: 985,
  state: "speech",
  label: "happy",
  confidence: 0.62,
  posterior: { happy: 0.62, calm: 0.3, angry: 0.08 },
  skipped: 0,
  bufferedMs: 0,
};

/** Its answers to the messages of a client. */
export function answers(message: ClientMessage): ServerMessage[] {
  switch (message.type) {
    case "open":
      return [{
        type: "opened",
        version: 1,
        sessionId: "a session",
        generation: 0,
        model: { name: "fake", sha256: "00" },
        labels: ["happy", "calm", "angry"],
        windowMs: 2_985,
        strideMs: 480,
      }];
    case "flush":
      return [{ type: "flushed", id: message.id }];
    case "close":
      return [PREDICTION, {
        type: "closed",
        reason: "client_close",
        totals: { receivedBytes: 0, audioMs: 0, predictions: 1, skipped: 0 },
        summary: [],
      }];
    case "keepalive":
      return [];
  }
}

/** Serves while the work lasts; `answer` may say something else. */
export async function withFakeServer(
  work: (url: string, heard: Heard) => Promise<void>,
  answer = answers,
): Promise<void> {
  const heard: Heard = { texts: [], sizes: [], bytes: [] };
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    (request) => {
      if (!request.headers.has("upgrade")) {
        return new Response(null, { status: 404 });
      }
      const { socket, response } = Deno.upgradeWebSocket(request);
      socket.onmessage = ({ data }) => {
        if (typeof data !== "string") {
          heard.sizes.push(data.byteLength);
          heard.bytes.push(...new Uint8Array(data));
          return;
        }
        const message: ClientMessage = JSON.parse(data);
        heard.texts.push(message);
        for (const reply of answer(message)) {
          socket.send(JSON.stringify(reply));
          if (reply.type === "closed") socket.close(1000);
          if (reply.type === "error") socket.close(1008);
        }
      };
      return response;
    },
  );
  try {
    await work(`ws://127.0.0.1:${server.addr.port}/v1/stream`, heard);
  } finally {
    await server.shutdown();
  }
}
