"""Checkpoints: everything that a run needs to go on as if nothing had happened, in a folder or in S3."""

import io
import re
from dataclasses import dataclass
from typing import Any

import torch
import torch.distributed as dist

from storage import Storage, open_storage

NAME = re.compile(r"checkpoint-(\d{10})\.pt")

State = dict[str, Any]


@dataclass(frozen=True)
class Checkpoints:
    """The newest checkpoints of one run. Rank 0 reads and writes them; the others get from it what they need."""

    storage: Storage
    kept: int = 2
    """How many stay: more than one, so that what is read at a restart isn't removed meanwhile."""

    @staticmethod
    def at(uri: str) -> "Checkpoints":
        """Checkpoints in a folder or below an S3 prefix."""
        return Checkpoints(open_storage(uri))

    def save(self, step: int, state: State) -> None:
        """Writes a checkpoint, then removes those that are too many. Only rank 0 may do it."""
        content = io.BytesIO()
        torch.save(state, content)
        self.storage.write(f"checkpoint-{step:010d}.pt", content.getvalue())
        for name in self._names()[: -self.kept]:
            self.storage.delete(name)

    def newest(self) -> State | None:
        """The newest checkpoint, the same in every process, or None where there is none. All processes call it."""
        found: list[bytes | str | None] = [None]
        if dist.get_rank() == 0:
            try:
                names = self._names()
                found = [self.storage.read(names[-1]) if names else None]
            except Exception as error:  # The others wait for an answer, whatever it is
                found = [f"checkpoints can't be read: {error}"]
        dist.broadcast_object_list(found, src=0)
        if isinstance(found[0], str):
            raise RuntimeError(found[0])
        if found[0] is None:
            return None
        # Tensors and plain values only: a checkpoint is data, no program.
        state: State = torch.load(io.BytesIO(found[0]), map_location="cpu", weights_only=True)
        return state

    def _names(self) -> list[str]:
        return [name for name in self.storage.names() if NAME.fullmatch(name)]
