"""Examples from JSON Lines, as blocks of tokens: the same blocks in the same order in every process."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import torch
from torch import Tensor

from errors import UserError

# What PyTorch's cross entropy leaves out.
IGNORED = -100
FORM = '{"prompt": "…", "completion": "…"} or {"text": "…"}'


class Tokenizer(Protocol):
    """What is needed of a tokenizer."""

    eos_token_id: int

    def encode(self, text: str, *, add_special_tokens: bool) -> list[int]:
        """Tokens of a text."""
        ...


@dataclass(frozen=True)
class Example:
    """One line of a file."""

    prompt: str
    """Given, and not learned."""
    completion: str
    """Learned."""
    source: str
    """File and line."""


@dataclass(frozen=True)
class Block:
    """Tokens of one or several examples, as many as the model sees at once."""

    tokens: Tensor
    targets: Tensor
    """The token that follows each, or IGNORED."""
    positions: Tensor
    """Begin at 0 with each example: attention doesn't reach from one into another."""

    @property
    def learned(self) -> int:
        """How many tokens count in the loss."""
        return int((self.targets != IGNORED).sum())


def read_examples(folder: Path, name: str) -> list[Example]:
    """The examples of all files `<name>*.jsonl`, in the order of the files' names.

    Raises UserError naming file and line of the first that is wrong.
    """
    files = sorted(folder.glob(f"{name}*.jsonl"))
    examples = [example for file in files for example in read_file(file)]
    if not examples:
        raise UserError(f"the data hold no examples in {name}*.jsonl: lines of {FORM} are needed")
    return examples


def read_file(file: Path) -> Iterator[Example]:
    """The examples of one file."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise UserError(f"{file.name}: not UTF-8 at byte {error.start}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield read_line(line, f"{file.name}, line {number}")


def read_line(line: str, source: str) -> Example:
    """One example."""
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise UserError(
            f"{source}: no JSON at column {error.colno} ({error.msg}); {FORM} is needed"
        ) from error
    if not isinstance(value, dict) or set(value) not in ({"prompt", "completion"}, {"text"}):
        found = ", ".join(sorted(value)) if isinstance(value, dict) else type(value).__name__
        raise UserError(f"{source}: found {found or 'nothing'}; {FORM} is needed")
    for key, text in value.items():
        if not isinstance(text, str) or not text:
            raise UserError(f'{source}: "{key}" has to be text that is not empty')
    return Example(value.get("prompt", ""), value.get("completion") or value["text"], source)


def make_blocks(
    examples: Sequence[Example], tokenizer: Tokenizer, length: int, *, packing: bool
) -> list[Block]:
    """Blocks of `length` tokens, each with as many examples as fit in a row, or with one.

    Raises UserError for an example that is longer than a block: cut off, it would teach to stop in the middle.
    """
    # What the tokenizer puts before every text, when the model is served too: a start token, or nothing.
    start = [
        token for token in tokenizer.encode("", add_special_tokens=True) if token != tokenizer.eos_token_id
    ]
    blocks: list[Block] = []
    row: list[tuple[list[int], int]] = []
    used = 0
    for example in examples:
        given = [*start, *tokenizer.encode(example.prompt, add_special_tokens=False)]
        learned = tokenizer.encode(example.completion, add_special_tokens=False)
        tokens = [*given, *learned, tokenizer.eos_token_id]
        if len(tokens) > length:
            raise UserError(
                f"{example.source}: {len(tokens)} tokens, more than --sequence-length {length}: "
                "split the example, or make the sequences longer"
            )
        if row and (not packing or used + len(tokens) > length):
            blocks.append(make_block(row, tokenizer.eos_token_id, length))
            row, used = [], 0
        row.append((tokens, len(given)))
        used += len(tokens)
    return [*blocks, make_block(row, tokenizer.eos_token_id, length)]


def make_block(row: Sequence[tuple[list[int], int]], padding: int, length: int) -> Block:
    """One block of examples, each with the number of its first tokens that are given."""
    tokens: list[int] = []
    targets: list[int] = []
    positions: list[int] = []
    for example, given in row:
        # A token's target is its successor, where that is learned; the last one has none.
        following = [token if index >= given else IGNORED for index, token in enumerate(example)][1:]
        tokens += example
        targets += [*following, IGNORED]
        positions += range(len(example))
    rest = length - len(tokens)
    return Block(
        torch.tensor(tokens + [padding] * rest),
        torch.tensor(targets + [IGNORED] * rest),
        torch.tensor([*positions, *range(rest)]),
    )


def choose(step: int, batch_size: int, count: int, seed: int) -> list[int]:
    """Which of `count` blocks a step (from 0) learns from: all of them once, in a new order, before any again."""
    orders: dict[int, list[int]] = {}
    chosen: list[int] = []
    for position in range(step * batch_size, (step + 1) * batch_size):
        epoch, index = divmod(position, count)
        if epoch not in orders:
            generator = torch.Generator().manual_seed(seed + epoch)
            orders[epoch] = torch.randperm(count, generator=generator).tolist()
        chosen.append(orders[epoch][index])
    return chosen
