"""The network in PyTorch, and its features in torchaudio, one thread: a peer of `deno task bench:peers`.

    python3 scripts/_peers/pytorch_peer.py FOLDER

Needs PyTorch, and torchaudio for the features (Debian: apt-get install
python3-torch python3-torchaudio). FOLDER is what material_folder.ts writes; the
questions and answers are those of wire.ts.
"""
import json
import os
import sys
import time

import torch
from torch import nn

from network import Network

try:
    import torchaudio
except ImportError:
    torchaudio = None

FOLDER = sys.argv[1]


def read_json(name):
    with open(os.path.join(FOLDER, name)) as file:
        return json.load(file)


def read_floats(name):
    with open(os.path.join(FOLDER, name), "rb") as file:
        return torch.frombuffer(bytearray(file.read()), dtype=torch.float32)


def read_members(shapes):
    """Every weight of each network by name; all lie one after the other in the file."""
    values, members = read_floats("weights.bin"), []
    while len(values):
        weights = {}
        for name, shape in shapes:
            size = torch.Size(shape).numel()
            weights[name], values = values[:size].reshape(shape), values[size:]
        members.append(weights)
    return members


def load_network(spec, weights):
    """The network for inference, batch normalisation folded into the convolutions."""
    network = Network(spec)
    for i in range(len(spec["convolutions"])):
        convolution, norm = network.encoder[3 * i], network.encoder[3 * i + 1]
        kernel = weights[f"convolution{i}/kernel"]
        convolution.weight.data = kernel.permute(3, 2, 0, 1).contiguous()
        parts = ["weight", "bias", "running_mean", "running_var"]
        for part, name in zip(parts, ["gamma", "beta", "mean", "variance"]):
            getattr(norm, part).data = weights[f"convolution{i}/{name}"]
    for direction, suffix in [("forward", ""), ("backward", "_reverse")]:
        for part, name in [("kernel", "weight_ih"), ("recurrent", "weight_hh")]:
            matrix = weights[f"lstm/{direction}/{part}"]
            getattr(network.lstm, f"{name}_l0{suffix}").data.copy_(matrix.T)
        bias = weights[f"lstm/{direction}/bias"]
        getattr(network.lstm, f"bias_ih_l0{suffix}").data.copy_(bias)
        getattr(network.lstm, f"bias_hh_l0{suffix}").data.zero_()
    network.attention.weight.data = weights["attention/kernel"].T.contiguous()
    if network.statistics:
        network.statistics.weight.data = weights["statistics/kernel"].T.contiguous()
    network.dense.weight.data = weights["dense/kernel"].T.contiguous()
    network.dense.bias.data = weights["dense/bias"]
    network.eval()
    fold(network)
    return network


def fold(network):
    layers = list(network.encoder)
    for i in range(0, len(layers), 3):
        layers[i] = nn.utils.fuse_conv_bn_eval(layers[i], layers[i + 1])
    kept = [layer for i, layer in enumerate(layers) if i % 3 != 1]
    network.encoder = nn.Sequential(*kept)


def log_mel(spec):
    """From samples [batch, samples] to rows as src/audio/log_mel.ts has them."""
    frame, fft = spec["frameSamples"], spec["fftSamples"]
    mel = torchaudio.transforms.MelSpectrogram(
        spec["sampleRateHz"], fft, frame, spec["hopSamples"],
        spec["minHz"], spec["maxHz"], n_mels=spec["melCount"], center=False,
    )
    mel.mel_scale.fb /= mel.mel_scale.fb.sum(0)
    mel.mel_scale.fb /= mel.spectrogram.window.square().sum()
    # torchaudio lays a frame into the middle of its transform.
    side = (fft - frame) // 2
    padding = (side, fft - frame - side)

    def rows(samples):
        power = mel(nn.functional.pad(samples, padding))
        return (power + spec["powerFloor"]).log().transpose(1, 2)

    return rows


class Peer:
    def __init__(self):
        card, self.sizes = read_json("card.json"), read_json("windows.json")
        members = read_members(self.sizes["weightShapes"])
        networks = [load_network(card["network"], weights) for weights in members]
        mean = torch.tensor(card["statistics"]["mean"])
        deviation = torch.tensor(card["statistics"]["deviation"])
        self.rows = self.read_rows(card["features"]["melCount"])
        self.samples = self.read_samples()

        def logits(rows):
            standard = (rows - mean) / deviation
            return sum(network(standard) for network in networks) / len(networks)

        self.measures = {"network": (self.rows, logits)}
        if torchaudio:
            features = log_mel(card["features"])
            self.measures["features and network"] = (
                self.samples,
                lambda samples: logits(features(samples)),
            )

    def read_rows(self, mels):
        shape = (self.sizes["windowCount"], self.sizes["windowRows"], mels)
        return read_floats("rows.f32").reshape(shape)

    def read_samples(self):
        """The samples of each window."""
        samples = read_floats("samples.f32")
        return samples.unfold(0, self.sizes["windowSamples"], self.sizes["strideSamples"])

    def hello(self):
        version = f"PyTorch {torch.__version__}"
        if torchaudio:
            version += f", torchaudio {torchaudio.__version__}"
        return {"version": version, "measures": list(self.measures)}

    def batch(self, inputs, first, batch):
        windows = [(first + i) % len(inputs) for i in range(batch)]
        return inputs[windows].contiguous()

    def answers(self, measure, batch):
        inputs, score = self.measures[measure]
        logits = []
        for first in range(0, len(inputs), batch):
            logits += score(self.batch(inputs, first, batch)).tolist()
        return {"logits": logits[: len(inputs)]}

    def times(self, measure, batch):
        inputs, score = self.measures[measure]
        times = []
        for first in range(1, len(inputs)):
            windows = self.batch(inputs, first, batch)
            start = time.perf_counter()
            score(windows)
            times.append(1000 * (time.perf_counter() - start) / batch)
        return {"ms": times}


def main():
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    with torch.inference_mode():
        peer = Peer()
        print(json.dumps(peer.hello()), flush=True)
        for line in sys.stdin:
            question = json.loads(line)
            act = peer.answers if question["ask"] == "answers" else peer.times
            reply = act(question["measure"], question["batch"])
            print(json.dumps(reply), flush=True)


main()
