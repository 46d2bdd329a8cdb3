"""Reads a set of images, `train/<class>/<name>` and `test/<class>/<name>`, into memory."""

import io
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from make_dataset import make
from storage import Folder, Storage, open_storage, read_all


@dataclass(frozen=True)
class Images:
    """Images and what they show."""

    pixels: Tensor
    """Grey values, 0 to 255: number of images, 1, height, width, 8 bits each."""
    labels: Tensor
    """Index of each image's class."""


@dataclass(frozen=True)
class Dataset:
    """What is learned from and what is judged by."""

    classes: tuple[str, ...]
    train: Images
    test: Images


def read_dataset(uri: str | None) -> Dataset:
    """The images below a URI; without one, those that make_dataset.py draws.

    Raises ValueError where there are none, or where they differ in size.
    """
    if uri is not None:
        return _read(open_storage(uri), uri)
    with tempfile.TemporaryDirectory() as folder:
        storage = Folder(Path(folder))
        make(storage)
        return _read(storage, folder)


def _read(storage: Storage, uri: str) -> Dataset:
    names = [name for name in storage.names() if name.count("/") == 2]
    classes = tuple(sorted({name.split("/")[1] for name in names if name.startswith("train/")}))
    if len(classes) < 2:
        raise ValueError(f"{uri} has no train/<class>/<image> of two classes or more")
    train, test = (
        _images(storage, [name for name in names if name.startswith(f"{split}/")], classes, f"{uri}/{split}")
        for split in ("train", "test")
    )
    return Dataset(classes, train, test)


def _images(storage: Storage, names: list[str], classes: tuple[str, ...], where: str) -> Images:
    strange = sorted({name.split("/")[1] for name in names} - set(classes))
    if not names or strange:
        raise ValueError(
            f"{where} has {f'classes that train has not: {strange}' if strange else 'no images'}"
        )
    arrays = [
        np.asarray(Image.open(io.BytesIO(content)).convert("L")) for content in read_all(storage, names)
    ]
    sizes = {array.shape for array in arrays}
    if len(sizes) > 1:
        raise ValueError(f"{where} has images of several sizes: {sorted(sizes)}")
    labels = torch.tensor([classes.index(name.split("/")[1]) for name in names])
    return Images(torch.from_numpy(np.stack(arrays)).unsqueeze(1), labels)
