/** The client as somebody gets it from npm, in Node, with a real server. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { ROOT, run, withFolder } from "../examples/_example.ts";
import { serve } from "../server/_server.ts";
import { pcm16, speechLike } from "../session/_signals.ts";
import { runScript } from "./_programs.ts";

/** Node 22 has a WebSocket; 20 hides it behind a flag. */
async function nodeFlags(): Promise<string[]> {
  const { lines: [version] } = await run("node", ["--version"]);
  return Number(/\d+/.exec(version!)) < 22 ? ["--experimental-websocket"] : [];
}

Deno.test("pack:npm makes a package that npm installs and Node runs", async () => {
  await using server = serve();
  await withFolder(async (folder, recording) => {
    const packed = await runScript("pack:npm", ["--out", folder]);
    assertEquals([packed.code, packed.errors], [0, ""]);
    const file = `${folder}/undertone-client-${config.version}.tgz`;
    assertEquals(packed.lines, [file]);

    const installed = await run("npm", [
      ...["install", "--offline", "--no-save", "--silent", "--no-audit"],
      ...["--prefix", folder, file],
    ]);
    assertEquals(installed.code, 0, installed.errors);
    await Deno.copyFile(
      `${ROOT}examples/stream_file.mjs`,
      `${folder}/stream_file.mjs`,
    );
    const streamed = await run("node", [
      ...await nodeFlags(),
      ...[`${folder}/stream_file.mjs`, recording, server.streamUrl],
    ]);
    assertEquals(streamed.code, 0, streamed.errors);
    assertMatch(streamed.lines[0]!, /^customer 985 /);
    assertMatch(streamed.lines.at(-1)!, /^whole call: customer /);

    await runDocumented(folder, server.streamUrl);
    await checkPackage(`${folder}/node_modules/@undertone/client`);
  });
});

/** The program for Node of docs/client.md. */
async function runDocumented(folder: string, url: string): Promise<void> {
  const doc = await Deno.readTextFile(`${ROOT}docs/client.md`);
  const [, program] = /```js\n([^]*?)```/.exec(doc)!;
  await Deno.writeFile(`${folder}/call.pcm`, pcm16(speechLike(3)));
  await Deno.writeTextFile(
    `${folder}/documented.mjs`,
    program!.replace("ws://127.0.0.1:8000/v1/stream", url),
  );
  const args = [...await nodeFlags(), "documented.mjs"];
  const { code, lines, errors } = await run("node", args, { cwd: folder });
  assertEquals(code, 0, errors);
  assertMatch(lines.at(-1)!, /^3000 /);
}

async function checkPackage(folder: string): Promise<void> {
  const { version, dependencies, exports } = JSON.parse(
    await Deno.readTextFile(`${folder}/package.json`),
  );
  assertEquals([version, dependencies], [config.version, undefined]);
  for (const path of [...Object.values(exports["."]), "LICENSE", "README.md"]) {
    await Deno.stat(`${folder}/${path}`);
  }
  const types = await Deno.readTextFile(`${folder}/client/call_stream.d.ts`);
  assertStringIncludes(types, "export declare class CallStream");
  assertEquals(/from "[^"]+\.ts"/.test(types), false);
}
