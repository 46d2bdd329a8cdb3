"""The part of the machine that a process has, and the company that it is in."""

import os
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch.distributed.rendezvous import rendezvous

from meeting import meet


@dataclass(frozen=True)
class Place:
    """One process among several."""

    device: torch.device
    precision: torch.dtype | None
    """What a GPU multiplies in; None: everything is in 32 bits."""
    rank: int
    world: int

    @property
    def leads(self) -> bool:
        """The one that prints and writes."""
        return self.rank == 0


def join() -> Place:
    """Joins the processes that torchrun has started, over NCCL where each has a GPU, else over Gloo.

    Started by anything else, a process is alone.
    """
    device = _device()
    backend = "nccl" if device.type == "cuda" else "gloo"
    if "RANK" in os.environ:
        store, rank, world = next(rendezvous("env://"))
        dist.init_process_group(backend, store=meet(store, rank, world), rank=rank, world_size=world)
    else:
        dist.init_process_group(backend, store=dist.HashStore(), rank=0, world_size=1)  # type: ignore[attr-defined]
    # What makes a run that was interrupted the same as one that was not. cuBLAS wants the variable beforehand.
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.use_deterministic_algorithms(True)
    return Place(device, _precision(device), dist.get_rank(), dist.get_world_size())


def _device() -> torch.device:
    if torch.cuda.device_count() < int(os.environ.get("LOCAL_WORLD_SIZE", "1")):
        return torch.device("cpu")
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
    torch.cuda.set_device(device)
    return device


def _precision(device: torch.device) -> torch.dtype | None:
    if device.type == "cpu":
        return None
    # From Ampere on; before, as in T4 and V100, 16 bits have a narrow range and the loss is scaled.
    return torch.bfloat16 if torch.cuda.get_device_capability(device)[0] >= 8 else torch.float16
