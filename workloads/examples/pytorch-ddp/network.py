"""The network: three layers of convolution over grey images of any size."""

import torch
from torch import Tensor, nn


class Network(nn.Module):
    """Takes grey values from 0 to 255 as they are in a file, gives a score for each class."""

    def __init__(self, classes: int, dropout: float) -> None:
        super().__init__()
        # Groups instead of batches are normalized: no running averages, which would differ between processes.
        self.layers = nn.Sequential(
            _block(1, 16),
            nn.MaxPool2d(2),
            _block(16, 32),
            nn.MaxPool2d(2),
            _block(32, 32),
            # A mean over the image, written so that its gradient is deterministic on GPUs too.
            _Mean(),
            nn.Dropout(dropout),
            nn.Linear(32, classes),
        )

    def forward(self, pixels: Tensor) -> Tensor:
        """Scores of a batch: images, 1, height, width in; images, classes out."""
        scores: Tensor = self.layers(pixels.to(torch.float32) / 127.5 - 1.0)
        return scores


class _Mean(nn.Module):
    def forward(self, features: Tensor) -> Tensor:
        return features.mean(dim=(2, 3))


def _block(inputs: int, outputs: int) -> nn.Module:
    convolution = nn.Conv2d(inputs, outputs, kernel_size=3, padding=1, bias=False)
    return nn.Sequential(convolution, nn.GroupNorm(4, outputs), nn.ReLU())
