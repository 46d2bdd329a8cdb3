"""Learning: one run, which can be saved after any step and goes on from there as if it had not stopped."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor
from torch.amp.grad_scaler import GradScaler
from torch.nn import functional
from torch.nn.parallel import DistributedDataParallel

from checkpoints import State
from data import Dataset
from network import Network
from place import Place
from settings import Settings


@dataclass
class Progress:
    """How far a run is."""

    epoch: int = 0
    seen: int = 0
    """Images of this epoch, in all processes."""
    step: int = 0
    """Steps since the beginning."""
    loss: float = 0.0
    """Sum over the steps of this epoch, in this process."""
    epoch_steps: int = 0


class Trainer:
    """A network with what changes while it learns. Every process has one."""

    def __init__(self, settings: Settings, place: Place, dataset: Dataset) -> None:
        torch.manual_seed(settings.seed)
        self.settings = settings
        self.place = place
        self.dataset = dataset
        self.progress = Progress()
        self.network = Network(len(dataset.classes), settings.dropout).to(place.device)
        devices = [place.device] if place.device.type == "cuda" else None
        self._parallel = DistributedDataParallel(self.network, device_ids=devices)
        self._optimizer = torch.optim.SGD(
            self.network.parameters(),
            lr=settings.learning_rate,
            momentum=settings.momentum,
            weight_decay=settings.weight_decay,
        )
        self._scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(self._optimizer, T_max=settings.epochs)
        self._scaler = GradScaler(enabled=place.precision is torch.float16)
        # From here on, each process has random numbers of its own.
        torch.manual_seed(settings.seed + 1 + place.rank)

    def epoch(self) -> Iterator[int]:
        """Takes the steps that are left of this epoch, and yields the number of each after it."""
        order = self._order()
        together = self.settings.batch_size * self.place.world
        self.network.train()
        while self.progress.seen + together <= len(order):
            batch = order[self.progress.seen : self.progress.seen + together]
            loss = self._step(batch[self.place.rank :: self.place.world])
            self.progress.loss += float(loss)
            self.progress.seen += together
            self.progress.step += 1
            self.progress.epoch_steps += 1
            yield self.progress.step

    def end_epoch(self) -> float:
        """Goes on to the next epoch; the mean loss of this one, the same in every process."""
        losses: list[Any] = [None] * self.place.world
        dist.all_gather_object(losses, self.progress.loss)
        mean = sum(losses) / self.place.world / max(1, self.progress.epoch_steps)
        self._scheduler.step()
        self.progress = Progress(epoch=self.progress.epoch + 1, step=self.progress.step)
        return float(mean)

    def accuracy(self) -> float:
        """The share of the test images that the network knows, each process asked for a part of them."""
        self.network.eval()
        images = self.dataset.test
        mine = torch.arange(self.place.rank, len(images.labels), self.place.world)
        right = torch.zeros((), dtype=torch.int64, device=self.place.device)
        with torch.no_grad(), self._autocast():
            for start in range(0, len(mine), 256):
                part = mine[start : start + 256]
                guesses = self.network(images.pixels[part].to(self.place.device)).argmax(dim=1)
                right += (guesses == images.labels[part].to(self.place.device)).sum()
        dist.all_reduce(right)
        return int(right) / len(images.labels)

    def save(self) -> State:
        """Everything that a run needs to go on. All processes call it."""
        cuda = torch.cuda.get_rng_state(self.place.device) if self.place.device.type == "cuda" else None
        mine = {"loss": self.progress.loss, "random": torch.get_rng_state(), "cuda": cuda}
        processes: list[Any] = [None] * self.place.world
        dist.all_gather_object(processes, mine)
        progress = self.progress
        return {
            "settings": self.settings.identity(),
            "classes": list(self.dataset.classes),
            "progress": [progress.epoch, progress.seen, progress.step, progress.epoch_steps],
            "network": self.network.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "scheduler": self._scheduler.state_dict(),
            "scaler": self._scaler.state_dict(),
            "processes": processes,
        }

    def restore(self, state: State) -> None:
        """Goes on from a checkpoint, also with another number of processes: then not bit for bit.

        Raises ValueError where the checkpoint is one of another run.
        """
        wanted = {**self.settings.identity(), "classes": list(self.dataset.classes)}
        found = {**state["settings"], "classes": state["classes"]}
        other = sorted(name for name in wanted if wanted[name] != found.get(name))
        if other:
            told = ", ".join(f"{name} {found.get(name)}, now {wanted[name]}" for name in other)
            raise ValueError(
                f"the checkpoint is another run's ({told}): choose another place for checkpoints"
            )
        epoch, seen, step, epoch_steps = state["progress"]
        processes = state["processes"]
        loss = sum(process["loss"] for process in processes) / self.place.world
        self.network.load_state_dict(state["network"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._scheduler.load_state_dict(state["scheduler"])
        self._scaler.load_state_dict(state["scaler"])
        if len(processes) == self.place.world:
            mine = processes[self.place.rank]
            loss = mine["loss"]
            torch.set_rng_state(mine["random"])
            if mine["cuda"] is not None and self.place.device.type == "cuda":
                torch.cuda.set_rng_state(mine["cuda"], self.place.device)
        self.progress = Progress(epoch, seen, step, loss, epoch_steps)

    def digest(self) -> str:
        """SHA-256 of the weights: equal where every bit is."""
        digest = hashlib.sha256()
        for name, value in sorted(self.network.state_dict().items()):
            digest.update(name.encode())
            digest.update(value.cpu().contiguous().numpy().tobytes())
        return digest.hexdigest()

    def _order(self) -> Tensor:
        """Another order of the images in each epoch, the same in every process."""
        source = torch.Generator().manual_seed(self.settings.seed * 100_003 + self.progress.epoch)
        return torch.randperm(len(self.dataset.train.labels), generator=source)

    def _step(self, mine: Tensor) -> Tensor:
        pixels = _moved(self.dataset.train.pixels[mine]).to(self.place.device)
        labels = self.dataset.train.labels[mine].to(self.place.device)
        self._optimizer.zero_grad()
        with self._autocast():
            loss = functional.cross_entropy(self._parallel(pixels), labels)
        self._scaler.scale(loss).backward()  # type: ignore[no-untyped-call]
        self._scaler.step(self._optimizer)
        self._scaler.update()
        return loss.detach()

    def _autocast(self) -> torch.autocast:
        precision = self.place.precision
        return torch.autocast(self.place.device.type, dtype=precision, enabled=precision is not None)


def _moved(pixels: Tensor) -> Tensor:
    """The images mirrored or not, and moved by up to two pixels: the network is to learn shapes, not places."""
    down, right, mirrored = (int(value) for value in torch.randint(0, 5, (3,)))
    moved = torch.roll(pixels, (down - 2, right - 2), dims=(2, 3))
    return moved.flip(3) if mirrored < 2 else moved
