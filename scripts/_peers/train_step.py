"""The training step of src/training in PyTorch, timed: the peer of `deno task bench:training`.

    python3 scripts/_peers/train_step.py THREADS STEPS NETWORK

Needs PyTorch (Debian: apt-get install python3-torch). NETWORK is a card's
`network` as JSON. Same network, same batch of 16 crops of 200 frames, same
optimiser; prints the milliseconds of each step as one JSON array.
"""
import json
import sys
import time

import torch
from torch import nn

from network import Network

BATCH, FRAMES = 16, 200


def main():
    threads, steps = int(sys.argv[1]), int(sys.argv[2])
    spec = json.loads(sys.argv[3])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    network = Network(spec, dropout=0.3)
    optimiser = torch.optim.AdamW(network.parameters(), 2e-3, (0.9, 0.99), 1e-8, 0.02)
    average = [parameter.detach().clone() for parameter in network.parameters()]
    rows = torch.randn(BATCH, FRAMES, spec["melCount"])
    labels = torch.softmax(torch.randn(BATCH, spec["labelCount"]), 1)

    def step():
        optimiser.zero_grad()
        loss = -(labels * network(rows).log_softmax(1)).sum(1).mean()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimiser.step()
        with torch.no_grad():
            torch._foreach_mul_(average, 0.99)
            torch._foreach_add_(average, list(network.parameters()), alpha=0.01)

    for _ in range(5):
        step()
    times = []
    for _ in range(steps):
        start = time.perf_counter()
        step()
        times.append(1000 * (time.perf_counter() - start))
    print(json.dumps(times))


main()
