"""The base model, its adapter, and the two as one: what Transformers and PEFT are asked for."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import torch
from huggingface_hub import snapshot_download
from peft import LoraConfig, PeftModel, get_peft_model
from torch import Tensor, nn
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging

import storage
from corpus import Example, Tokenizer
from errors import UserError
from settings import TOY, Settings
from toy import make_toy

# Weights that are data: the other formats are programs that run when they are read.
WEIGHTS = "*.safetensors"
# How a model's weights are told apart from what describes it.
INDEX = "model.safetensors.index.json"
DESCRIPTIONS = ("*.json", "*.jinja", "*.txt", "*.model")


def fetch_base(settings: Settings, examples: list[Example], folder: Path) -> None:
    """Brings the base model to this node.

    Raises UserError where what comes is no model.
    """
    if settings.base == TOY:
        shutil.rmtree(folder, ignore_errors=True)
        make_toy(folder, examples, settings.seed)
    elif settings.base.startswith(storage.SCHEME) or Path(settings.base).is_dir():
        storage.fetch(settings.base, folder)
    else:
        snapshot_download(
            settings.base,
            revision=settings.revision,
            local_dir=folder,
            allow_patterns=[WEIGHTS, *DESCRIPTIONS],
        )
    if not (folder / "config.json").exists() or not any(folder.glob(WEIGHTS)):
        raise UserError(
            f"--base {settings.base} has no config.json or no {WEIGHTS}: it is no Hugging Face model"
        )


def load_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of a model's folder."""
    return cast(Tokenizer, AutoTokenizer.from_pretrained(folder, local_files_only=True))


def load_model(folder: Path, dtype: torch.dtype | None = None) -> nn.Module:
    """A model's weights, as they are or in another type."""
    # Its bar is drawn by every process.
    logging.disable_progress_bar()
    model: nn.Module = AutoModelForCausalLM.from_pretrained(
        folder, local_files_only=True, use_safetensors=True, dtype="auto" if dtype is None else dtype
    )
    return model


def add_adapter(model: nn.Module, settings: Settings) -> nn.Module:
    """Freezes a model and puts a trainable pair of small matrices beside each of its layers that are named.

    Raises UserError where no layer has such a name.
    """
    targets = settings.lora_targets
    config = LoraConfig(
        r=settings.lora_rank,
        lora_alpha=settings.lora_alpha,
        lora_dropout=settings.lora_dropout,
        target_modules="all-linear" if targets == ("all-linear",) else list(targets),
        task_type="CAUSAL_LM",
        bias="none",
    )
    if settings.gradient_checkpointing:
        # With ZeRO 3 the parameters of a layer are there only while it is at work, which only the reentrant kind bears.
        prepare_checkpointing(model, reentrant=settings.zero_stage == 3)
    try:
        return cast(nn.Module, get_peft_model(cast(Any, model), config))
    except ValueError as error:
        linear = sorted(
            {name.split(".")[-1] for name, layer in model.named_modules() if isinstance(layer, nn.Linear)}
        )
        raise UserError(
            f"--lora-targets {','.join(targets)} names no layer of the model; it has {', '.join(linear)}"
        ) from error


def prepare_checkpointing(model: Any, *, reentrant: bool) -> None:
    """Has activations computed again; gradients have to reach adapters through frozen layers."""
    model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": reentrant})
    model.enable_input_require_grads()


def save_adapter(model: nn.Module, weights: Mapping[str, Tensor], folder: Path, base: str) -> None:
    """Writes an adapter in PEFT's format.

    Where the base lay on this machine is nobody's business: of a folder or a prefix only the last name is kept.
    """
    shutil.rmtree(folder, ignore_errors=True)
    adapted = cast(PeftModel, model)
    adapted.save_pretrained(str(folder), state_dict=dict(weights), save_embedding_layers=False)
    file = folder / "adapter_config.json"
    config = json.loads(file.read_text(encoding="utf-8"))
    is_address = base.startswith(storage.SCHEME) or Path(base).is_dir()
    config["base_model_name_or_path"] = base.rstrip("/").split("/")[-1] if is_address else base
    file.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    (folder / "README.md").unlink(missing_ok=True)


def merge(base: Path, adapter: Path, folder: Path) -> None:
    """Adds an adapter to its base, and writes a model that needs neither.

    What describes the base describes the result as well, so its files are taken over as they are: servers are often
    older than the libraries here, whose way of writing these files they may read wrongly.
    """
    shutil.rmtree(folder, ignore_errors=True)
    adapted: Any = PeftModel.from_pretrained(cast(Any, load_model(base)), str(adapter))
    adapted.merge_and_unload(safe_merge=True).save_pretrained(folder)
    for pattern in DESCRIPTIONS:
        for file in base.glob(pattern):
            if file.name != INDEX:
                shutil.copyfile(file, folder / file.name)
