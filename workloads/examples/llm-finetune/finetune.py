"""Fine-tunes a language model by LoRA, on as many GPUs and nodes as there are; the same at toy size on processors.

torchrun or mpirun starts it, one process a GPU. Rank 0 prints the loss of every step.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
import torch.distributed as dist
from torch import Tensor
from torch.nn import functional

import base
import engine as ds
import storage
from checkpoints import Latest, fetch_checkpoint, find_latest, folder_name, publish_checkpoint
from corpus import IGNORED, Block, choose, make_blocks, read_examples
from engine import Engine
from errors import UserError
from processes import Place, find_place, pick_device, sum_over_processes, wait_for_all
from settings import Settings, parse


def sum_of_losses(engine: Engine, blocks: Sequence[Block], device: torch.device) -> Tensor:
    """The loss summed over all learned tokens of some blocks, which are computed at once."""
    # Without an attention mask the model finds out where examples begin from the positions.
    answer = engine(
        input_ids=torch.stack([block.tokens for block in blocks]).to(device),
        position_ids=torch.stack([block.positions for block in blocks]).to(device),
        use_cache=False,
    )
    logits: Tensor = answer.logits.float()
    targets = torch.stack([block.targets for block in blocks]).to(device)
    return functional.cross_entropy(
        logits.flatten(0, 1), targets.flatten(), ignore_index=IGNORED, reduction="sum"
    )


def learning_rate(settings: Settings, step: int) -> float:
    """Of a step (from 0): it rises to its full height and then falls in a line to nothing."""
    rise = (step + 1) / max(1, settings.warmup_steps)
    fall = (settings.steps - step) / max(1, settings.steps - settings.warmup_steps)
    return settings.learning_rate * min(1.0, rise, fall)


def train_step(
    engine: Engine, blocks: Sequence[Block], settings: Settings, place: Place, step: int, device: torch.device
) -> float:
    """One step (from 0); the mean loss of a token, the same however many processes there are."""
    # Dropout depends on the step alone: a run that goes on from a checkpoint repeats what it would have done.
    torch.manual_seed((settings.seed * 1_000_003 + step) * 1_009 + place.rank)
    for group in engine.optimizer.param_groups:
        group["lr"] = learning_rate(settings, step)
    chosen = choose(step, settings.batch_size, len(blocks), settings.seed)
    learned = max(1, sum(blocks[index].learned for index in chosen))
    own = [blocks[index] for index in chosen[place.rank :: place.world_size]]
    total = torch.zeros((), device=device)
    for start in range(0, len(own), settings.micro_batch_size):
        loss = sum_of_losses(engine, own[start : start + settings.micro_batch_size], device)
        total += loss.detach()
        # DeepSpeed takes the mean over processes and over what is accumulated; here a token counts as much as any.
        engine.backward(loss * (settings.batch_size / settings.micro_batch_size / learned))
        engine.step()
    return sum_over_processes(total) / learned


def evaluate(engine: Engine, blocks: Sequence[Block], place: Place, device: torch.device) -> float:
    """The mean loss of a token of blocks that nothing was learned from."""
    engine.train(False)
    total = torch.zeros((), device=device)
    with torch.no_grad():
        # With ZeRO 3 all have to run the model equally often: who has no block left repeats the last, uncounted.
        for start in range(0, len(blocks), place.world_size):
            index = start + place.rank
            loss = sum_of_losses(engine, [blocks[min(index, len(blocks) - 1)]], device)
            total += loss if index < len(blocks) else 0
    engine.train()
    return sum_over_processes(total) / max(1, sum(block.learned for block in blocks))


def report_step(step: int, loss: float, place: Place) -> None:
    """Says how a step went."""
    if place.is_first:
        print(f"step={step} loss={loss:.6f}", flush=True)


def train(
    engine: Engine,
    data: tuple[Sequence[Block], Sequence[Block]],
    settings: Settings,
    place: Place,
    device: torch.device,
) -> tuple[float, float]:
    """Trains, from the newest checkpoint if there is one; the evaluation's loss before and after."""
    train_blocks, eval_blocks = data
    staging = settings.work_folder / "checkpoints"
    latest = find_latest(settings, place.world_size)
    if latest is None:
        first_loss, done = evaluate(engine, eval_blocks, place, device), 0
    else:
        first_loss, done = latest["first_loss"], latest["step"]
        fetch_checkpoint(settings, done, place, staging)
        ds.load(engine, staging, folder_name(done))
        if place.is_first:
            print(f"resumed_after={done}", flush=True)
    for step in range(done, settings.steps):
        loss = train_step(engine, train_blocks, settings, place, step, device)
        report_step(step + 1, loss, place)
        is_due = (step + 1) % settings.checkpoint_every == 0 or step + 1 == settings.steps
        if is_due and settings.checkpoints is not None:
            state: Latest = {
                "step": step + 1,
                "processes": place.world_size,
                "settings": settings.digest(),
                "first_loss": first_loss,
            }
            ds.save(engine, staging, folder_name(step + 1), {})
            publish_checkpoint(settings, state, place, staging)
    return first_loss, evaluate(engine, eval_blocks, place, device)


def fetch_inputs(settings: Settings, place: Place) -> tuple[Path, Path]:
    """Brings data and base model to this node, once; the folders they are in."""
    data, model = settings.work_folder / "data", settings.work_folder / "base"
    if place.is_first_of_node:
        storage.fetch(settings.data, data)
        base.fetch_base(settings, read_examples(data, "train"), model)
    wait_for_all()
    return data, model


def finetune(settings: Settings, place: Place, device: torch.device) -> tuple[Path, Path] | None:
    """Trains together with the others; in the first process the folders of the base model and the adapter."""
    data_folder, base_folder = fetch_inputs(settings, place)
    tokenizer = base.load_tokenizer(base_folder)
    train_blocks, eval_blocks = (
        make_blocks(
            read_examples(data_folder, name), tokenizer, settings.sequence_length, packing=settings.packing
        )
        for name in ("train", "eval")
    )
    configuration = ds.configure(settings, place.world_size, device)
    torch.manual_seed(settings.seed)
    with ds.shared_out(configuration):
        dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
        model = base.add_adapter(base.load_model(base_folder, dtype), settings)
        engine = ds.make_engine(model, configuration)
    before, after = train(engine, (train_blocks, eval_blocks), settings, place, device)
    weights = ds.gather_trainable(engine.module, place)
    if not place.is_first:
        return None
    adapter = settings.work_folder / "adapter"
    base.save_adapter(engine.module, weights, adapter, settings.base)
    print(
        f"processes={place.world_size} device={device.type} zero_stage={settings.zero_stage} "
        f"eval_loss_before={before:.6f} eval_loss_after={after:.6f}",
        flush=True,
    )
    return base_folder, adapter


def publish_results(settings: Settings, base_folder: Path, adapter: Path) -> None:
    """Merges the adapter into the base, and takes both to where they shall lie."""
    model = settings.work_folder / "model"
    base.merge(base_folder, adapter, model)
    for folder in (adapter, model):
        storage.publish(folder, storage.join(settings.output, folder.name))
        print(f"{folder.name}={storage.join(settings.output, folder.name)}", flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Runs the program; its exit code."""
    place, variables = find_place(os.environ)
    os.environ.update(variables)
    try:
        settings = parse(arguments)
        device = pick_device(place.local_rank)
        ds.join(place, device)
        try:
            results = finetune(settings, place, device)
        finally:
            # Merging takes the first process long: the others needn't wait for it.
            dist.destroy_process_group()
        if results is not None:
            publish_results(settings, *results)
    except UserError as error:
        # The same in every process, or of the one that fetches for its node.
        if place.is_first_of_node:
            print(f"error: {error}", file=sys.stderr, flush=True)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
