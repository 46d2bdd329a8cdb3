"""Examples become blocks, or an error that says where."""

from pathlib import Path
from typing import Any

import pytest
import torch

import base
from corpus import IGNORED, Example, choose, make_blocks, read_examples
from errors import UserError
from toy import make_tokenizer, make_toy

ONE = Example("What is it?", " A cat.", "train.jsonl, line 1")
TWO = Example("", "Dogs bark.", "train.jsonl, line 2")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "train.jsonl, line 2: no JSON at column 2"),
        (b"[]", "train.jsonl, line 2: found list; "),
        (b"{}", "train.jsonl, line 2: found nothing; "),
        (b'{"prompt": "a"}', "train.jsonl, line 2: found prompt; "),
        (b'{"text": "a", "label": 1}', "train.jsonl, line 2: found label, text; "),
        (b'{"prompt": "a", "completion": ""}', 'train.jsonl, line 2: "completion" has to be text'),
        (b'{"text": 3}', 'train.jsonl, line 2: "text" has to be text'),
        (b"\xff", "train.jsonl: not UTF-8 at byte 17"),
    ],
)
def test_wrong_lines_are_named(tmp_path: Path, line: bytes, message: str) -> None:
    """By file and number."""
    (tmp_path / "train.jsonl").write_bytes(b'{"text": "good"}\n' + line + b"\n")
    with pytest.raises(UserError) as raised:
        read_examples(tmp_path, "train")
    assert str(raised.value).startswith(message)


def test_files_are_read_in_order_and_must_not_be_empty(tmp_path: Path) -> None:
    """Empty lines are passed over."""
    (tmp_path / "train-2.jsonl").write_text('{"text": "two"}\n\n')
    (tmp_path / "train-1.jsonl").write_text('\n{"prompt": "p", "completion": "one"}')
    assert read_examples(tmp_path, "train") == [
        Example("p", "one", "train-1.jsonl, line 2"),
        Example("", "two", "train-2.jsonl, line 1"),
    ]
    with pytest.raises(UserError, match=r"no examples in eval\*\.jsonl"):
        read_examples(tmp_path, "eval")


def test_a_block_learns_completions_alone() -> None:
    """Each target is the token that follows; nothing is learned of a prompt, of the start, or across examples."""
    tokenizer: Any = make_tokenizer(["What is it? A cat. Dogs bark."])
    (block,) = make_blocks([ONE, TWO], tokenizer, 64, packing=True)
    learned = block.targets[block.targets != IGNORED]
    assert tokenizer.decode(learned) == " A cat.</s>Dogs bark.</s>"
    first, second = (len(tokenizer.encode(one.prompt + one.completion)) + 1 for one in (ONE, TWO))
    assert block.positions.tolist() == [*range(first), *range(second), *range(64 - first - second)]
    followers = [*block.tokens[1:].tolist(), IGNORED]
    pairs = zip(block.targets.tolist(), followers, strict=True)
    assert all(target in (IGNORED, follower) for target, follower in pairs)
    assert [len(make_blocks([ONE, TWO], tokenizer, 64, packing=packing)) for packing in (True, False)] == [
        1,
        2,
    ]


def test_too_long_an_example_is_named() -> None:
    """Nothing is cut off."""
    tokenizer: Any = make_tokenizer(["x"])
    with pytest.raises(UserError, match=r"^train\.jsonl, line 1: 20 tokens, more than --sequence-length 8"):
        make_blocks([ONE], tokenizer, 8, packing=True)


def test_examples_of_a_block_do_not_see_each_other(tmp_path: Path) -> None:
    """The model says of an example in the middle of a block what it says of it alone."""
    make_toy(tmp_path, [ONE, TWO], seed=3)
    model: Any = base.load_model(tmp_path)
    tokenizer = base.load_tokenizer(tmp_path)
    (packed,) = make_blocks([ONE, TWO], tokenizer, 64, packing=True)
    (single,) = make_blocks([TWO], tokenizer, 64, packing=True)
    logits = [
        model(input_ids=block.tokens[None], position_ids=block.positions[None], use_cache=False).logits[0]
        for block in (packed, single)
    ]
    begin = int((packed.positions == 0).nonzero()[1])
    torch.testing.assert_close(logits[0][begin : begin + 10], logits[1][:10], rtol=1e-4, atol=1e-4)


def test_every_block_is_chosen_once_an_epoch() -> None:
    """In an order that depends on the seed and the step, not on what was chosen before."""
    chosen = [index for step in range(10) for index in choose(step, 4, 10, seed=1)]
    epochs = [chosen[start : start + 10] for start in range(0, 40, 10)]
    assert all(sorted(epoch) == list(range(10)) for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) == 4
    assert choose(7, 4, 10, seed=1) == chosen[28:32]
    assert choose(7, 4, 10, seed=2) != chosen[28:32]
