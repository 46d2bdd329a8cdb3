"""Writes a trained network as a model repository of Triton: TorchScript, which needs none of this code to be run."""

import io
import json

import torch
from torch import Tensor

from network import Network
from storage import open_storage

NAME = "shapes"


def to_torchscript(network: Network, example: Tensor) -> bytes:
    """The network as TorchScript: for any number of images, on any device."""
    with torch.no_grad():
        traced = torch.jit.trace(network.cpu().eval(), example.cpu())  # type: ignore[no-untyped-call]
    content = io.BytesIO()
    torch.jit.save(traced, content)
    return content.getvalue()


def triton_config(classes: int, height: int, width: int) -> str:
    """What Triton has to know of the model: names, types and shapes; the batch is a dimension of its own."""
    return (
        f'name: "{NAME}"\n'
        'platform: "pytorch_libtorch"\n'
        "max_batch_size: 64\n"
        f'input [{{ name: "pixels__0" data_type: TYPE_UINT8 dims: [1, {height}, {width}] }}]\n'
        f'output [{{ name: "scores__0" data_type: TYPE_FP32 dims: [{classes}] label_filename: "labels.txt" }}]\n'
        "dynamic_batching {}\n"
    )


def export(network: Network, pixels: Tensor, classes: tuple[str, ...], uri: str) -> None:
    """Writes `shapes/1/model.pt`, its configuration, and the classes' names for people and for programs."""
    _, _, height, width = pixels.shape
    storage = open_storage(uri)
    storage.write(f"{NAME}/labels.txt", "".join(f"{name}\n" for name in classes).encode())
    storage.write(f"{NAME}/labels.json", json.dumps(classes).encode())
    storage.write(f"{NAME}/1/model.pt", to_torchscript(network, pixels[:2]))
    # Last: a repository with a configuration is complete.
    storage.write(f"{NAME}/config.pbtxt", triton_config(len(classes), height, width).encode())
