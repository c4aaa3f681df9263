/** The programs of docs/client.md do what it says. */
import { assert, assertEquals } from "@std/assert";
import { ROOT, run, withFolder } from "../examples/_example.ts";
import { serve } from "../server/_server.ts";
import { pcm16, speechLike } from "../session/_signals.ts";

const DOC = await Deno.readTextFile(`${ROOT}docs/client.md`);

/** The first block of a language. */
function firstBlock(language: string): string {
  return new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(DOC)![1]!;
}

Deno.test("docs/client.md's five lines for Deno are five, and run", async () => {
  const program = firstBlock("ts");
  assertEquals(program.trim().split("\n").length, 5);
  await using server = serve();
  await withFolder(async (folder) => {
    await Deno.writeFile(`${folder}/call.pcm`, pcm16(speechLike(3)));
    const file = `${folder}/start.ts`;
    await Deno.writeTextFile(
      file,
      program.replace("ws://127.0.0.1:8000/v1/stream", server.streamUrl),
    );
    const { code, lines, errors } = await run(Deno.execPath(), [
      ...["run", "--quiet", "--check", "--allow-net", "--allow-read"],
      ...["--config", `${ROOT}deno.json`, file],
    ], { cwd: folder });
    assertEquals([code, errors], [0, ""]);
    assert(lines.at(-1)!.startsWith("3000 "), lines.join("\n"));
  });
});
