import { assert, assertEquals, assertRejects } from "@std/assert";
import { OwnServer } from "../../scripts/_own_server.ts";
import { writeTinyModel } from "../model/_tiny_model.ts";

/** A server with a model that loads at once. */
async function withServer(
  work: (server: OwnServer, url: string) => Promise<void>,
): Promise<void> {
  const model = await writeTinyModel();
  try {
    const server = await OwnServer.start({ model });
    const url = server.streamUrl.replace("ws:", "http:");
    await work(server, new URL("/", url).href);
  } finally {
    await Deno.remove(model, { recursive: true });
  }
}

Deno.test("OwnServer is ready once it has started, and ends when it is stopped", async () => {
  await withServer(async (server, url) => {
    const ready = await fetch(`${url}readyz`);
    assertEquals([ready.status, (await ready.json()).model.name], [
      200,
      "tiny",
    ]);
    await server.stop();
    await assertRejects(() => fetch(url), TypeError);
    assert(server.said.some((line) => line.includes("is ready")));
    assertEquals(server.usages, []); // it was not asked to tell
  });
});

Deno.test("OwnServer that cannot start says what the server said", async () => {
  await assertRejects(
    () => OwnServer.start({ model: "no-such-model" }),
    Error,
    "models/no-such-model/card.json must be readable",
  );
});

Deno.test("OwnServer that ended by itself is told of", async () => {
  await withServer(async (server) => {
    Deno.kill(server.pid, "SIGKILL");
    await assertRejects(
      () => server.stop(),
      Error,
      "must live until it is stopped: it ended with code 137",
    );
  });
});

Deno.test("a watched server ends when nobody reads its reports any more", async () => {
  const command = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--allow-all",
      "--preload",
      new URL("../../scripts/_self_report.ts", import.meta.url).href,
      new URL("../../main.ts", import.meta.url).href,
    ],
    env: { PORT: "0" },
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  });
  await using process = command.spawn();
  await process.stdout.cancel();
  assertEquals((await process.status).code, 1);
});
