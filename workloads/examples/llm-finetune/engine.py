"""DeepSpeed: its configuration as data, and what the program asks of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypedDict, cast

import torch
from torch import Tensor, nn

from processes import Place
from settings import Settings, accumulation


class AdamParameters(TypedDict):
    """Of the optimizer."""

    lr: float
    weight_decay: float
    torch_adam: bool


class Optimizer(TypedDict):
    """Which optimizer."""

    type: str
    params: AdamParameters


class Zero(TypedDict):
    """What the processes share out among themselves."""

    stage: int
    overlap_comm: bool
    contiguous_gradients: bool


class Switch(TypedDict):
    """On or off."""

    enabled: bool


class Configuration(TypedDict):
    """The part of DeepSpeed's configuration that is used here."""

    train_batch_size: int
    train_micro_batch_size_per_gpu: int
    gradient_accumulation_steps: int
    gradient_clipping: float
    optimizer: Optimizer
    zero_optimization: Zero
    bf16: Switch
    steps_per_print: int


class Engine(Protocol):
    """What is used of DeepSpeed's engine."""

    module: nn.Module
    optimizer: torch.optim.Optimizer

    def __call__(self, **inputs: object) -> Any:
        """Runs the model."""
        ...

    def train(self, mode: bool = True) -> object:
        """Switches dropout on or off."""
        ...

    def backward(self, loss: Tensor) -> object:
        """Adds to the gradients."""
        ...

    def step(self) -> object:
        """Changes the weights, once the gradients of a whole step are there."""
        ...

    def save_checkpoint(
        self, save_dir: str, tag: str, client_state: dict[str, object], exclude_frozen_parameters: bool
    ) -> object:
        """Writes this process's part."""
        ...

    def load_checkpoint(
        self, load_dir: str, tag: str, load_module_strict: bool
    ) -> tuple[str | None, dict[str, object]]:
        """Reads this process's part."""
        ...


def configure(settings: Settings, processes: int, device: torch.device) -> Configuration:
    """DeepSpeed's configuration: bfloat16 on GPUs, 32 bits on processors."""
    on_gpu = device.type == "cuda"
    return {
        "train_batch_size": settings.batch_size,
        "train_micro_batch_size_per_gpu": settings.micro_batch_size,
        "gradient_accumulation_steps": accumulation(settings, processes),
        "gradient_clipping": settings.gradient_clipping,
        "optimizer": {
            "type": "AdamW",
            # PyTorch's own: DeepSpeed's has to be compiled, and images that only run programs have no compiler.
            "params": {
                "lr": settings.learning_rate,
                "weight_decay": settings.weight_decay,
                "torch_adam": True,
            },
        },
        "zero_optimization": {
            "stage": settings.zero_stage,
            "overlap_comm": on_gpu,
            "contiguous_gradients": True,
        },
        "bf16": {"enabled": on_gpu},
        "steps_per_print": 1_000_000,
    }


def join(place: Place, device: torch.device) -> None:
    """Makes the process group, from variables that `find_place` has found."""
    import deepspeed

    deepspeed.init_distributed(
        dist_backend="nccl" if device.type == "cuda" else "gloo",
        auto_mpi_discovery=False,
        rank=place.rank,
        world_size=place.world_size,
        verbose=False,
    )


@contextmanager
def shared_out(configuration: Configuration) -> Iterator[None]:
    """While it lasts, ZeRO 3 keeps of each model that is loaded only this process's part: no GPU has to hold it all."""
    from transformers.integrations.deepspeed import HfDeepSpeedConfig, unset_hf_deepspeed_config

    # Transformers looks at it as long as the object lives.
    active = HfDeepSpeedConfig(dict(configuration))
    try:
        yield
    finally:
        del active
        unset_hf_deepspeed_config()


def make_engine(model: nn.Module, configuration: Configuration) -> Engine:
    """An engine that trains what of the model isn't frozen."""
    import deepspeed

    trainable = [parameter for parameter in model.parameters() if parameter.requires_grad]
    engine, *_ = deepspeed.initialize(model=model, model_parameters=trainable, config=dict(configuration))
    return cast(Engine, engine)


def gather_trainable(model: nn.Module, place: Place) -> Mapping[str, Tensor]:
    """What was trained, whole, in the first process; nothing in the others, which have to call this too."""
    import deepspeed

    named = {name: parameter for name, parameter in model.named_parameters() if parameter.requires_grad}
    with deepspeed.zero.GatheredParameters(
        list(named.values()), enabled=any(map(is_shared_out, named.values()))
    ):
        if not place.is_first:
            return {}
        return {name: parameter.detach().float().cpu().clone() for name, parameter in named.items()}


def is_shared_out(parameter: nn.Parameter) -> bool:
    """ZeRO 3 has put its mark on a parameter."""
    return hasattr(parameter, "ds_id")


def save(engine: Engine, folder: Path, tag: str, state: dict[str, object]) -> None:
    """Writes this process's part of a checkpoint: without what is frozen, which the base model has."""
    engine.save_checkpoint(str(folder), tag=tag, client_state=state, exclude_frozen_parameters=True)


def load(engine: Engine, folder: Path, tag: str) -> dict[str, object]:
    """Reads this process's part of a checkpoint."""
    _, state = engine.load_checkpoint(str(folder), tag=tag, load_module_strict=False)
    return state
