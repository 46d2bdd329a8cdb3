"""What callers send, as a table of numbers: both protocols, held against the features that the model takes.

Also for what the request log kept, so it needs nothing of KServe.
"""

import base64
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]

FEATURES_TENSOR = "features"
"""Name of the one tensor that may hold all features."""

NUMBERS = frozenset(
    ("FP64", "FP32", "INT64", "INT32", "INT16", "INT8", "UINT64", "UINT32", "UINT16", "UINT8")
)
"""Data types of the protocol's second version that are taken."""


class BadInput(ValueError):
    """The caller's mistake: what is wrong, where, and what is wanted."""


@dataclass(frozen=True)
class Tensor:
    """A tensor of the second protocol; its data may be nested, or flat in the order of the rows."""

    name: str
    datatype: str
    shape: tuple[int, ...]
    data: Any


def from_v1(body: object, features: Sequence[str]) -> Table:
    """The rows of `{"instances": […]}`: lists in the order of the features, or objects by their names."""
    instances = body.get("instances") if isinstance(body, dict) else None
    if not isinstance(instances, list) or not instances:
        raise BadInput(
            'the body is no JSON object with "instances", a list of rows; '
            f"a row has {len(features)} numbers: {', '.join(features)}"
        )
    return np.array([_row(f"instance {index}", row, features) for index, row in enumerate(instances)])


def from_v2(tensors: Sequence[Tensor], features: Sequence[str]) -> Table:
    """The rows of one tensor `features` of shape [n, features], or of one tensor of shape [n] for each feature."""
    names = [tensor.name for tensor in tensors]
    if names == [FEATURES_TENSOR]:
        return _whole(tensors[0], features)
    if sorted(names) != sorted(features):
        missing = ", ".join(sorted(set(features) - set(names))) or "none"
        unknown = ", ".join(sorted(set(names) - set(features))) or "none"
        twice = ", ".join(sorted({name for name in names if names.count(name) > 1})) or "none"
        raise BadInput(
            f'inputs are either one tensor "{FEATURES_TENSOR}" of shape [n, {len(features)}] or one for each '
            f"feature; missing: {missing}; unknown: {unknown}; twice: {twice}"
        )
    columns = {tensor.name: _column(tensor) for tensor in tensors}
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        raise BadInput(f"the features have different numbers of rows: {lengths}")
    return np.column_stack([columns[name] for name in features])


def from_json(body: object, features: Sequence[str]) -> Table:
    """The rows of a body of either protocol."""
    inputs = body.get("inputs") if isinstance(body, dict) else None
    if not isinstance(inputs, list):
        return from_v1(body, features)
    try:
        tensors = [
            Tensor(one["name"], one["datatype"], tuple(map(int, one["shape"])), one["data"]) for one in inputs
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"a tensor has name, datatype, shape and data: {error!r}") from error
    return from_v2(tensors, features)


def decode_bytes(text: str) -> bytes:
    """What Go writes for a slice of bytes."""
    return base64.b64decode(text, validate=True)


def _whole(tensor: Tensor, features: Sequence[str]) -> Table:
    rows, *width = tensor.shape if tensor.shape else (0,)
    if width != [len(features)] or rows < 1:
        raise BadInput(
            f'tensor "{tensor.name}" has shape {list(tensor.shape)}; [n, {len(features)}] is wanted, with '
            f"{', '.join(features)}"
        )
    return np.array(_numbers(tensor)).reshape(tensor.shape)


def _column(tensor: Tensor) -> Table:
    # A client that makes a tensor from a table's column may well leave its second dimension.
    if not tensor.shape or tensor.shape[0] < 1 or tensor.shape[1:] not in ((), (1,)):
        raise BadInput(f'tensor "{tensor.name}" has shape {list(tensor.shape)}; [n] is wanted')
    return np.array(_numbers(tensor))


def _numbers(tensor: Tensor) -> list[float]:
    if tensor.datatype not in NUMBERS:
        raise BadInput(
            f'tensor "{tensor.name}" has datatype {tensor.datatype}; numbers are wanted, such as FP64'
        )
    flat = list(_flat(tensor.data))
    wanted = math.prod(tensor.shape)
    if len(flat) != wanted:
        raise BadInput(
            f'tensor "{tensor.name}" has {len(flat)} values, and its shape {list(tensor.shape)} is for {wanted}'
        )
    return [_number(f'tensor "{tensor.name}", value {index}', value) for index, value in enumerate(flat)]


def _flat(data: Any) -> Any:
    for one in data if isinstance(data, list) else [data]:
        if isinstance(one, list):
            yield from _flat(one)
        else:
            yield one


def _row(where: str, row: object, features: Sequence[str]) -> list[float]:
    if isinstance(row, dict):
        missing = ", ".join(sorted(set(features) - set(row)))
        unknown = ", ".join(sorted(str(name) for name in set(row) - set(features)))
        if missing or unknown:
            raise BadInput(f"{where}: missing features: {missing or 'none'}; unknown: {unknown or 'none'}")
        row = [row[name] for name in features]
    if not isinstance(row, list):
        raise BadInput(f"{where} is neither a list of {len(features)} numbers nor an object of features")
    if len(row) != len(features):
        raise BadInput(f"{where} has {len(row)} values, {len(features)} are wanted: {', '.join(features)}")
    return [_number(f"{where}, {name}", value) for name, value in zip(features, row, strict=True)]


def _number(where: str, value: object) -> float:
    """Null is a missing value, for which the model has its own."""
    if value is None:
        return math.nan
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isinf(value):
        raise BadInput(f"{where}: {value!r:.80} is no number")
    return float(value)
