import { assertEquals, assertRejects } from "@std/assert";
import { PeerProcess } from "../../../scripts/_peers/peer_process.ts";

function fakePeer(manner: string) {
  const { href } = new URL("_fake_peer.ts", import.meta.url);
  const args = ["run", "--quiet", href, manner];
  return { name: "the fake", command: Deno.execPath(), args };
}

const NAMED = { name: "fake", includes: "nothing" };

Deno.test("PeerProcess asks a process, and gets what it was asked for", async () => {
  await using peer = await PeerProcess.start(fakePeer("answers"));
  assertEquals(peer.hello, { version: "fake 1", measures: ["network"] });
  const contender = peer.contender("network", NAMED);
  assertEquals(contender.name, "fake");
  assertEquals(await contender.times(16), [16]);
  assertEquals(await contender.answers(1), { logits: [[7, 1]] });
  assertEquals(await contender.times(1), [1]);
});

Deno.test("PeerProcess says why a peer cannot be had", async () => {
  await assertRejects(
    () => PeerProcess.start(fakePeer("absent")),
    Error,
    "Cannot measure the fake: No module named torch",
  );
  await assertRejects(
    () =>
      PeerProcess.start({
        name: "nobody",
        command: "/nowhere/python",
        args: [],
      }),
    Error,
    "Cannot measure nobody: ",
  );
});

Deno.test("PeerProcess says what a peer died of", async () => {
  await using peer = await PeerProcess.start(fakePeer("dies"));
  const contender = peer.contender("network", NAMED);
  for (let ask = 0; ask < 2; ask++) {
    await assertRejects(
      () => contender.times(1),
      Error,
      "Cannot measure the fake: out of memory",
    );
  }
});
