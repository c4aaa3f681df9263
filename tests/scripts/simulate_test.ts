import { assertEquals, assertStringIncludes } from "@std/assert";
import { wireRoutes } from "../../src/server/wire_routes.ts";
import { appDeps, serve } from "../server/_server.ts";
import { speechLike } from "../session/_signals.ts";
import { runScript, withWav } from "./_programs.ts";

const RECORDING = { sampleRateHz: 8_000, channels: [speechLike(1, 8_000)] };
const OTHER = { sampleRateHz: 16_000, channels: [speechLike(1.5, 16_000)] };

/** A server of Twilio's wire that takes calls from anybody. */
function openServer() {
  const { deps, sink } = appDeps();
  const wires = wireRoutes({ served: ["twilio"], isOpen: true });
  return { server: serve({ ...deps, wires }), sink };
}

Deno.test("simulate makes a call, says what passed, and ends with 0", async () => {
  const { server, sink } = openServer();
  await using _ = server;
  await withWav(RECORDING, async (file) => {
    const { code, lines, errors } = await runScript("simulate", [
      file,
      "--platform=twilio",
      "--rtf=0",
      "--loss=10",
      "--reorder",
      `--url=http://127.0.0.1:${server.port}`,
    ]);
    assertEquals([code, errors], [0, ""]);
    assertEquals(lines.length, 1);
    assertStringIncludes(lines[0]!, "twilio: sent 4");
    assertStringIncludes(lines[0]!, "of 50 messages");
  });
  assertEquals(sink.ends.map(({ reason }) => reason), ["platform_stop"]);
});

Deno.test("simulate takes a second file for the agent", async () => {
  const { server, sink } = openServer();
  await using _ = server;
  await withWav(RECORDING, (customer) =>
    withWav(OTHER, async (agent) => {
      const { code, lines } = await runScript("simulate", [
        customer,
        agent,
        "--platform=twilio",
        "--rtf=0",
        `--url=ws://127.0.0.1:${server.port}`,
      ]);
      assertEquals(code, 0);
      assertStringIncludes(lines[0]!, "of 150 messages"); // two tracks of 1.5 s
    }));
  assertEquals(sink.ends[0]!.losses.unreadChunks, 75);
});

Deno.test("simulate makes many calls at once", async () => {
  const { server, sink } = openServer();
  await using _ = server;
  await withWav(RECORDING, async (file) => {
    const { code, lines } = await runScript("simulate", [
      file,
      "--platform=twilio",
      "--rtf=2",
      "--calls=20",
      "--ramp=0.2",
      `--url=ws://127.0.0.1:${server.port}`,
    ]);
    assertEquals(code, 0);
    assertEquals(lines, [
      "twilio: 20 calls, each sent 50 of 50 messages of 20 ms, nothing came back",
    ]);
  });
  assertEquals(
    sink.ends.map(({ reason }) => reason),
    Array(20).fill("platform_stop"),
  );
});

Deno.test("simulate ends with 1 and one line if the server refuses the call", async () => {
  const { server } = openServer();
  await using _ = server;
  await withWav(RECORDING, async (file) => {
    const { code, output, errors } = await runScript("simulate", [
      file,
      "--platform=twilio",
      "--rtf=0",
      "--option=roles=inbound=agent",
      `--url=ws://127.0.0.1:${server.port}`,
    ]);
    assertEquals([code, output], [1, ""]);
    assertEquals(errors.trim().split("\n").length, 1);
    assertStringIncludes(errors, "role_refused");
  });
});

for (
  const [name, args, part] of [
    ["no platform", [], "--platform must be one of twilio"],
    ["an unknown one", ["--platform=toString"], "must be one of twilio"],
    ["a strange loss", ["--platform=twilio", "--loss=101"], "at most 100"],
    ["a strange option", ["--platform=twilio", "--option=a=b"], "tracks"],
    ["a strange ramp", ["--platform=twilio", "--ramp=-1"], "--ramp must be"],
    ["a URL with a path", ["--platform=twilio", "--url=ws://a/b"], "host and"],
    ["to time what has no pace", [
      "--platform=twilio",
      "--rtf=0",
      "--latency",
    ], "with --rtf 0 there is none"],
    ["to time calls without names", [
      "--platform=vonage",
      "--latency",
    ], "those of vonage have not"],
  ] as const
) {
  Deno.test(`simulate refuses ${name} in one line`, async () => {
    await withWav(RECORDING, async (file) => {
      const { code, errors } = await runScript("simulate", [file, ...args]);
      assertEquals(code, 1);
      assertEquals(errors.trim().split("\n").length, 1);
      assertStringIncludes(errors, part);
    });
  });
}

Deno.test("simulate refuses no file, three files and what is no WAV", async () => {
  for (const files of [[], ["a", "b", "c"], ["deno.json"]]) {
    const { code, errors } = await runScript("simulate", [
      ...files,
      "--platform=twilio",
    ]);
    assertEquals(code, 1);
    assertStringIncludes(errors, "Cannot");
  }
});
