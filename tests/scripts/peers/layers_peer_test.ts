import { pathToFileURL } from "node:url";
import { assertEquals } from "@std/assert";
import { checkAnswers } from "../../../scripts/_peers/contender.ts";
import { writeMaterial } from "../../../scripts/_peers/material_folder.ts";
import { tfjsLayers } from "../../../scripts/_peers/open_peers.ts";
import { Ours } from "../../../scripts/_peers/ours.ts";
import { PeerProcess } from "../../../scripts/_peers/peer_process.ts";
import { startWasmBackend } from "../../../src/model/wasm_backend.ts";
import { fiveSeconds, tinyModel } from "./_peers.ts";

Deno.test("a peer in a process of its own reads the material, and answers as we do", async () => {
  await startWasmBackend();
  const { card, weights } = await tinyModel();
  const material = fiveSeconds(card);
  using ours = new Ours(card, weights, material);
  await using folder = new AsyncDisposableStack();
  const path = await Deno.makeTempDir();
  folder.defer(() => Deno.remove(path, { recursive: true }));
  const url = pathToFileURL(`${path}/`);
  await writeMaterial(url, card, weights, material);
  await using peer = await PeerProcess.start(tfjsLayers(url));
  const contender = peer.contender("network", { name: "it", includes: "" });
  await checkAnswers(contender, ours.expected());
  assertEquals((await contender.times(16)).length, 4);
});
