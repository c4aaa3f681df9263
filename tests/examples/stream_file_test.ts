import { assertEquals, assertMatch } from "@std/assert";
import { serve } from "../server/_server.ts";
import { ROOT, run, withFolder } from "./_example.ts";

Deno.test("examples/stream_file.ts prints each window and the whole call", async () => {
  await using server = serve();
  await withFolder(async (_, recording) => {
    const { code, lines, errors } = await run(Deno.execPath(), [
      ...["run", "--quiet", "--allow-read", "--allow-net", "--allow-env"],
      ...[`${ROOT}examples/stream_file.ts`, recording, server.streamUrl],
    ]);
    assertEquals([code, errors], [0, ""]);
    assertMatch(lines[0]!, /^985 (calm|happy|angry|no speech) /);
    assertMatch(lines.at(-2)!, /^3000 /);
    assertMatch(lines.at(-1)!, /^whole call: (calm|happy|angry|no speech)$/);
  });
});

Deno.test("examples/stream_file.ts says how it is used", async () => {
  const { code, errors } = await run(Deno.execPath(), [
    ...["run", "--quiet", `${ROOT}examples/stream_file.ts`],
  ]);
  assertEquals([code, errors.startsWith("usage:")], [2, true]);
});
