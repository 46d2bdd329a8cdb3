"""The processes that train together, whoever started them: torchrun, mpirun or nobody."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass

import torch
import torch.distributed as dist

from errors import UserError

# Where nothing else is said: torchrun's own default.
PORT = "29500"


@dataclass(frozen=True)
class Place:
    """Which of the processes this one is."""

    rank: int
    """Over all nodes."""
    local_rank: int
    """On this node."""
    world_size: int

    @property
    def is_first(self) -> bool:
        """Speaks for all."""
        return self.rank == 0

    @property
    def is_first_of_node(self) -> bool:
        """Fetches and writes for its node."""
        return self.local_rank == 0


def find_place(environment: Mapping[str, str]) -> tuple[Place, dict[str, str]]:
    """This process's place, and the variables that tell PyTorch about it.

    torchrun sets these variables itself. Open MPI's mpirun, which the runtime `deepspeed-distributed` starts programs
    with, sets its own and says nothing of where rank 0 is: MASTER_ADDR has to come by `mpirun -x`, or mpi4py has to be
    there to ask.
    """
    if "RANK" in environment:
        names = {name: environment[name] for name in ("RANK", "LOCAL_RANK", "WORLD_SIZE")}
    elif "OMPI_COMM_WORLD_RANK" in environment:
        names = {name: environment[f"OMPI_COMM_WORLD_{name}"] for name in ("RANK", "LOCAL_RANK")}
        names["WORLD_SIZE"] = environment["OMPI_COMM_WORLD_SIZE"]
        names["MASTER_ADDR"] = environment.get("MASTER_ADDR") or ask_mpi()
        names["MASTER_PORT"] = environment.get("MASTER_PORT", PORT)
    else:
        names = {"RANK": "0", "LOCAL_RANK": "0", "WORLD_SIZE": "1", "MASTER_ADDR": "127.0.0.1"}
        names["MASTER_PORT"] = environment.get("MASTER_PORT") or free_port()
    place = Place(int(names["RANK"]), int(names["LOCAL_RANK"]), int(names["WORLD_SIZE"]))
    return place, names


def ask_mpi() -> str:
    """Address of rank 0, which tells it to the others."""
    try:
        from mpi4py import MPI
    except ImportError as error:
        raise UserError(
            "mpirun did not say where rank 0 is: start it with -x MASTER_ADDR=<address>, or put mpi4py into the image"
        ) from error
    own = socket.gethostbyname(socket.gethostname())
    return str(MPI.COMM_WORLD.bcast(own, root=0))


def free_port() -> str:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def pick_device(local_rank: int) -> torch.device:
    """The accelerator of this process where the node has any, else the processor."""
    if not torch.cuda.is_available():
        # DeepSpeed looks for accelerators itself, and takes a machine with CUDA's compiler for one with GPUs.
        os.environ["DS_ACCELERATOR"] = "cpu"
        return torch.device("cpu")
    device = torch.device("cuda", local_rank)
    torch.cuda.set_device(device)
    return device


def sum_over_processes(value: torch.Tensor) -> float:
    """The sum of a number that each process has one of."""
    total = value.detach().clone()
    dist.all_reduce(total)
    return float(total)


def wait_for_all() -> None:
    """Returns when every process has come here."""
    dist.barrier()
