"""Trains a small network on several nodes with PyTorch's DistributedDataParallel.

torchrun starts it, one process an accelerator (or one a node without any). The data are made up, the same in every
process from one seed, and each process sees its share of them.
"""

import argparse
import os
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset

FEATURES = 16


@dataclass(frozen=True)
class Settings:
    """What the command line decides."""

    epochs: int
    samples: int
    batch_size: int
    learning_rate: float
    seed: int


def parse(arguments: list[str] | None = None) -> Settings:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--samples", type=int, default=4096, help="over all processes")
    parser.add_argument("--batch-size", type=int, default=64, help="of one process")
    parser.add_argument("--learning-rate", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=7)
    return Settings(**vars(parser.parse_args(arguments)))


def make_data(samples: int, seed: int) -> TensorDataset:
    """Points and a smooth function of them that a linear model can't follow."""
    generator = torch.Generator().manual_seed(seed)
    points = torch.randn(samples, FEATURES, generator=generator)
    weights = torch.randn(FEATURES, 1, generator=generator) / FEATURES**0.5
    return TensorDataset(points, torch.sin(points @ weights))


def make_model() -> nn.Module:
    """Two layers, so that gradients have something to agree on."""
    return nn.Sequential(nn.Linear(FEATURES, 64), nn.Tanh(), nn.Linear(64, 1))


def pick_device() -> torch.device:
    """The accelerator of this process where the node has any, else the processor."""
    if not torch.cuda.is_available():
        return torch.device("cpu")
    device = torch.device("cuda", int(os.environ["LOCAL_RANK"]))
    torch.cuda.set_device(device)
    return device


def mean_over_processes(value: Tensor) -> float:
    """The mean of a number that each process has one of."""
    total = value.detach().clone()
    dist.all_reduce(total)
    return float(total) / dist.get_world_size()


def train(settings: Settings, device: torch.device) -> list[float]:
    """Trains and returns the mean loss of each epoch, the same in every process."""
    torch.manual_seed(settings.seed)
    data = make_data(settings.samples, settings.seed)
    sampler: DistributedSampler[tuple[Tensor, ...]] = DistributedSampler(data, seed=settings.seed)
    loader = DataLoader(data, batch_size=settings.batch_size, sampler=sampler)
    model = DistributedDataParallel(make_model().to(device))
    optimizer = torch.optim.SGD(model.parameters(), lr=settings.learning_rate, momentum=0.9)
    measure = nn.MSELoss()

    losses: list[float] = []
    for epoch in range(settings.epochs):
        sampler.set_epoch(epoch)
        seen = torch.zeros((), device=device)
        for points, targets in loader:
            optimizer.zero_grad()
            loss = measure(model(points.to(device)), targets.to(device))
            loss.backward()
            optimizer.step()
            seen += loss.detach()
        losses.append(mean_over_processes(seen / len(loader)))
        if dist.get_rank() == 0:
            print(f"epoch={epoch + 1} loss={losses[-1]:.6f}", flush=True)
    return losses


def main() -> None:
    """Joins the other processes, trains, and says how it went."""
    settings = parse()
    device = pick_device()
    dist.init_process_group(backend="nccl" if device.type == "cuda" else "gloo")
    try:
        losses = train(settings, device)
        if dist.get_rank() == 0:
            print(f"processes={dist.get_world_size()} device={device.type} final_loss={losses[-1]:.6f}", flush=True)
    finally:
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
