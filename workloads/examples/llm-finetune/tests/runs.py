"""Runs of the program, each in processes of its own, as torchrun, mpirun or nobody starts them."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from processes import free_port

EXAMPLE = Path(__file__).resolve().parents[1]
PROGRAM = EXAMPLE / "finetune.py"
KILLED_WORKER = EXAMPLE / "tests" / "killed_worker.py"
TIMEOUT_S = 300

# Looked for in everything that a run leaves behind.
SECRETS = {
    "AWS_SECRET_ACCESS_KEY": "planted-key-of-aws-51be",
    "AWS_SESSION_TOKEN": "planted-token-of-aws-e07c",
    "HF_TOKEN": "hf_plantedTokenOfTheHub8d2f",
}

TOY = [
    *("--sequence-length=64", "--batch-size=8", "--micro-batch-size=2", "--learning-rate=0.01"),
    *("--lora-rank=8", "--lora-dropout=0.05", "--warmup-steps=4"),
]


@dataclass(frozen=True)
class Run:
    """How a run went."""

    code: int
    output: str

    @property
    def losses(self) -> list[tuple[int, float]]:
        """What it said of its steps, in this order."""
        return [
            (int(step), float(loss))
            for step, loss in re.findall(r"^step=(\d+) loss=(\S+)$", self.output, re.M)
        ]

    def number(self, name: str) -> float:
        """A number that it said."""
        found = re.search(rf"\b{name}=(\S+)", self.output)
        if found is None:
            raise AssertionError(f"{name} is missing in\n{self.output}")
        return float(found.group(1))


def environment(extra: Mapping[str, str], *, on_gpu: bool = False) -> dict[str, str]:
    """What a process finds: no network for models, one thread, and processors unless it is a test of GPUs."""
    base = {name: value for name, value in os.environ.items() if not name.endswith("_URI")}
    return {
        **base,
        "HF_HUB_OFFLINE": "1",
        "OMP_NUM_THREADS": "1",
        **({} if on_gpu else {"CUDA_VISIBLE_DEVICES": ""}),
        **SECRETS,
        **extra,
    }


def by_torchrun(
    arguments: Sequence[str],
    *,
    program: Path = PROGRAM,
    processes: int = 2,
    restarts: int = 0,
    on_gpu: bool = False,
) -> Run:
    """Several processes by torchrun, which starts all of them anew where one dies."""
    launcher = ["-m", "torch.distributed.run", f"--nproc-per-node={processes}", f"--max-restarts={restarts}"]
    # A rendezvous of its own, on a port that is free: others may be at work beside it.
    rendezvous = ["--rdzv-backend=c10d", "--rdzv-endpoint=localhost:0"]
    command = [sys.executable, *launcher, *rendezvous, str(program), *arguments]
    # After a restart the processes would find one another's old addresses in a store that torchrun shares with them.
    variables = {"TORCH_DISABLE_SHARE_RDZV_TCP_STORE": "1"}
    return finish([start(command, environment(variables, on_gpu=on_gpu))])


def by_mpirun(arguments: Sequence[str], *, processes: int = 2) -> Run:
    """Several processes with the variables that Open MPI gives them."""
    port = free_port()
    return finish(
        [
            start(
                [sys.executable, str(PROGRAM), *arguments],
                environment(
                    {
                        "OMPI_COMM_WORLD_RANK": str(rank),
                        "OMPI_COMM_WORLD_LOCAL_RANK": str(rank),
                        "OMPI_COMM_WORLD_SIZE": str(processes),
                        "MASTER_ADDR": "127.0.0.1",
                        "MASTER_PORT": port,
                    }
                ),
            )
            for rank in range(processes)
        ]
    )


def alone(arguments: Sequence[str], variables: Mapping[str, str] | None = None) -> Run:
    """One process that nothing else starts."""
    return finish([start([sys.executable, str(PROGRAM), *arguments], environment(variables or {}))])


def start(command: Sequence[str], variables: dict[str, str]) -> subprocess.Popen[str]:
    """Starts a process in a group of its own."""
    return subprocess.Popen(
        command,
        env=variables,
        cwd=EXAMPLE,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def finish(processes: Sequence[subprocess.Popen[str]]) -> Run:
    """Waits for all, and leaves none behind; the code is that of the first that failed."""
    try:
        outputs = [process.communicate(timeout=TIMEOUT_S)[0] for process in processes]
    finally:
        for process in processes:
            end_group(process.pid)
            process.wait()
    return Run(next((process.returncode for process in processes if process.returncode), 0), "".join(outputs))


def end_group(group: int) -> None:
    """Ends what is left of a process group."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
