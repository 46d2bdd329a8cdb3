"""Checkpoints at an address that outlives the nodes. One counts only when all of its parts have arrived."""

import json
import shutil
from pathlib import Path
from typing import TypedDict

import storage
from errors import UserError
from processes import Place, wait_for_all
from settings import Settings

LATEST = "latest.json"


class Latest(TypedDict):
    """What is said of the newest checkpoint."""

    step: int
    """Steps done."""
    processes: int
    settings: str
    """Digest of the settings."""
    first_loss: float
    """Evaluation before the first step."""


def folder_name(step: int) -> str:
    """Such as `step-00000050`: sorted by name they are sorted by age."""
    return f"step-{step:08d}"


def find_latest(settings: Settings, processes: int) -> Latest | None:
    """The checkpoint to go on from, if there is one.

    Raises UserError where it belongs to another run.
    """
    text = None if settings.checkpoints is None else storage.read_text(settings.checkpoints, LATEST)
    if text is None:
        return None
    latest: Latest = json.loads(text)
    remedy = "start with the same, or with another address for checkpoints"
    if latest["settings"] != settings.digest():
        raise UserError(f"{settings.checkpoints} has a checkpoint of a run with other settings: {remedy}")
    if latest["processes"] != processes:
        raise UserError(
            f"{settings.checkpoints} has a checkpoint of {latest['processes']} processes, each with its part of the "
            f"optimizer's state; {processes} can't share it: {remedy}"
        )
    return latest


def fetch_checkpoint(settings: Settings, step: int, place: Place, staging: Path) -> None:
    """Brings a checkpoint to every node."""
    if settings.checkpoints is not None and place.is_first_of_node:
        storage.fetch(storage.join(settings.checkpoints, folder_name(step)), staging / folder_name(step))
    wait_for_all()


def publish_checkpoint(settings: Settings, latest: Latest, place: Place, staging: Path) -> None:
    """Takes every node's parts to the address, makes the checkpoint count, and removes the oldest."""
    if settings.checkpoints is None:
        return
    name = folder_name(latest["step"])
    wait_for_all()
    if place.is_first_of_node:
        storage.publish(staging / name, storage.join(settings.checkpoints, name))
        shutil.rmtree(staging / name)
    wait_for_all()
    if place.is_first:
        storage.write_text(settings.checkpoints, LATEST, json.dumps(latest))
        steps = [name for name in storage.list_folders(settings.checkpoints) if name.startswith("step-")]
        for old in steps[: -settings.keep_checkpoints]:
            storage.remove(storage.join(settings.checkpoints, old))
