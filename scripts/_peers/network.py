"""The network of src/model in PyTorch, for the peers of the benches."""

import torch
from torch import nn


class Network(nn.Module):
    """From standardised rows [batch, rows, mels] to logits [batch, labels].

    spec: `network` of a model's card.
    """

    def __init__(self, spec, dropout=0.0):
        super().__init__()
        layers, inputs, bands = [], 1, spec["melCount"]
        for size in spec["convolutions"]:
            kernel, outputs = size["kernel"], size["channels"]
            stride = (size["timeStride"], size["frequencyStride"])
            padding = (0, kernel // 2)
            layers += [
                nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False),
                nn.BatchNorm2d(outputs, momentum=0.05),
                nn.ReLU(),
            ]
            inputs, bands = outputs, -(-bands // stride[1])
        self.encoder = nn.Sequential(*layers)
        size, units = inputs * bands, spec["lstmUnits"]
        self.lstm = nn.LSTM(size, units, batch_first=True, bidirectional=True)
        self.attention = nn.Linear(2 * units, 1, bias=False)
        self.statistics = None
        if spec["statisticsBranch"]:
            self.statistics = nn.Linear(size, 1, bias=False)
        pooled = 2 * units + (2 * size if self.statistics else 0)
        self.dropout = nn.Dropout(dropout)
        self.dense = nn.Linear(pooled, spec["labelCount"])

    def forward(self, rows):
        maps = self.encoder(rows.unsqueeze(1))
        embeddings = maps.permute(0, 2, 3, 1).flatten(2)
        hidden, _ = self.lstm(embeddings)
        branches = [(self.attention(hidden).softmax(1) * hidden).sum(1)]
        if self.statistics:
            shares = self.statistics(embeddings).softmax(1)
            mean = (shares * embeddings).sum(1)
            variance = (shares * embeddings**2).sum(1) - mean**2
            branches += [mean, variance.clamp(min=1e-4).sqrt()]
        return self.dense(self.dropout(torch.cat(branches, 1)))
