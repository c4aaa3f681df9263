"""The training step of src/training in PyTorch, timed: the peer of `deno task bench:training`.

    python3 scripts/train_step_peer.py THREADS STEPS

Needs PyTorch (Debian: apt-get install python3-torch). Same network, same batch
of 16 crops of 200 frames, same optimiser; prints the milliseconds of each step
as one JSON array.
"""
import json
import sys
import time

import torch
from torch import nn

BATCH, FRAMES, MELS, LABELS = 16, 200, 64, 8


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        sizes = [(1, 16, 5, (2, 2)), (16, 32, 3, (2, 2)), (32, 64, 3, (1, 2)), (64, 64, 3, (2, 2))]
        self.encoder = nn.Sequential(*[
            layer
            for inputs, outputs, kernel, stride in sizes
            for layer in (
                nn.Conv2d(inputs, outputs, kernel, stride, (0, kernel // 2), bias=False),
                nn.BatchNorm2d(outputs, momentum=0.05),
                nn.ReLU(),
            )
        ])
        self.lstm = nn.LSTM(256, 64, batch_first=True, bidirectional=True)
        self.attention = nn.Linear(128, 1)
        self.statistics = nn.Linear(256, 1)
        self.dropout = nn.Dropout(0.3)
        self.dense = nn.Linear(640, LABELS)

    def forward(self, rows):
        embeddings = self.encoder(rows.unsqueeze(1)).transpose(1, 2).flatten(2)
        hidden, _ = self.lstm(embeddings)
        attended = (self.attention(hidden).softmax(1) * hidden).sum(1)
        shares = self.statistics(embeddings).softmax(1)
        mean = (shares * embeddings).sum(1)
        variance = (shares * embeddings**2).sum(1) - mean**2
        pooled = torch.cat([attended, mean, variance.clamp(min=1e-4).sqrt()], 1)
        return self.dense(self.dropout(pooled))


def main():
    threads, steps = int(sys.argv[1]), int(sys.argv[2])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    network = Network()
    optimiser = torch.optim.AdamW(network.parameters(), 2e-3, (0.9, 0.99), 1e-8, 0.02)
    average = [parameter.detach().clone() for parameter in network.parameters()]
    rows = torch.randn(BATCH, FRAMES, MELS)
    labels = torch.softmax(torch.randn(BATCH, LABELS), 1)

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
