/**
 * The peers that are compared to, each in a process of its own.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { Contender } from "./contender.ts";
import { type PeerCommand, PeerProcess } from "./peer_process.ts";

/** The peers, and why some of their figures are missing. */
export interface Peers extends AsyncDisposable {
  readonly contenders: readonly Contender[];
  /** Runtimes with their versions. */
  readonly versions: readonly string[];
  readonly notMeasured: readonly string[];
}

/**
 * Starts the peers.
 *
 * @param folder The material.
 * @param python An interpreter that may have PyTorch and torchaudio.
 * @throws {Error} If a peer other than PyTorch does not start.
 */
export async function openPeers(folder: URL, python: string): Promise<Peers> {
  await using opened = new AsyncDisposableStack();
  const layers = opened.use(await PeerProcess.start(tfjsLayers(folder)));
  const onnx = opened.use(await PeerProcess.start(onnxRuntime(folder)));
  const notMeasured: string[] = [];
  const torch = await PeerProcess.start(pytorch(folder, python))
    .catch((error: Error) => void notMeasured.push(error.message));
  if (torch) opened.use(torch);
  const contenders = [
    networkAlone(layers, "tfjs Layers"),
    networkAlone(onnx, "onnxruntime-node"),
    ...(torch ? pytorchContenders(torch, notMeasured) : []),
  ];
  const versions = [layers, onnx, torch].flatMap((peer) =>
    peer ? [peer.hello.version] : []
  );
  const kept = opened.move();
  const close = () => kept.disposeAsync();
  return { contenders, versions, notMeasured, [Symbol.asyncDispose]: close };
}

/** tf.layers on the WASM backend. */
export function tfjsLayers(folder: URL): PeerCommand {
  const permissions = ["--allow-read", "--allow-env", "--allow-sys"];
  return denoPeer("tfjs Layers", "layers_peer.ts", permissions, folder);
}

/** The package is fetched on the way, and leaves no trace in the lock file. */
function onnxRuntime(folder: URL): PeerCommand {
  const flags = ["--allow-read", "--allow-env", "--allow-sys", "--allow-ffi"];
  return denoPeer(
    "onnxruntime-node",
    "onnxruntime_peer.ts",
    ["--no-lock", ...flags],
    folder,
  );
}

function denoPeer(
  name: string,
  program: string,
  flags: readonly string[],
  folder: URL,
): PeerCommand {
  const { href } = new URL(program, import.meta.url);
  return {
    name,
    command: Deno.execPath(),
    args: ["run", "--quiet", ...flags, href, folder.href],
  };
}

function pytorch(folder: URL, python: string): PeerCommand {
  const program = new URL("pytorch_peer.py", import.meta.url);
  const args = [fileURLToPath(program), fileURLToPath(folder)];
  return { name: "PyTorch", command: python, args };
}

function networkAlone(peer: PeerProcess, name: string): Contender {
  return peer.contender("network", {
    name,
    includes: "the network alone, whole window, from rows to logits",
  });
}

function pytorchContenders(
  peer: PeerProcess,
  notMeasured: string[],
): Contender[] {
  const network = networkAlone(peer, "PyTorch");
  if (!peer.hello.measures.includes("features and network")) {
    notMeasured.push(
      "Cannot measure features in Python: torchaudio is missing",
    );
    return [network];
  }
  const whole = peer.contender("features and network", {
    name: "PyTorch + torchaudio",
    includes: "samples to logits, features too: all of the 3 s anew",
  });
  return [network, whole];
}
