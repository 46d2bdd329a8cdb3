"""Compiles the pipeline of a Python file with KFP's compiler, checks what comes out, and prints it as JSON.

The answer on standard output is one object: `{"pipelineSpec", "platformSpec"?, "files"}`, where `files` are
the files below the source's folder that were read; or `{"error"}` for a mistake in the source, with exit status
3. What the source prints itself goes to standard error.
"""

import argparse
import contextlib
import importlib.util
import json
import sys
import traceback
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType, TracebackType

import yaml
from kfp import compiler
from kfp.dsl.base_component import BaseComponent
from kfp.dsl.graph_component import GraphComponent

from check_pipeline import IR, Mistake, check

STATUS_OF_A_MISTAKE = 3


def read_files(folder: Path) -> Callable[[], list[str]]:
    """Takes note of every file below a folder that this process opens from now on."""
    opened: set[Path] = set()

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str) and arguments[1] in ("r", "rb", None):
            path = Path(arguments[0])
            opened.add(path if path.is_absolute() else Path.cwd() / path)

    sys.addaudithook(note)

    def below() -> list[str]:
        inside = [path for path in opened if path.is_relative_to(folder) and path.is_file()]
        names = [str(path.relative_to(folder)) for path in inside if path.suffix != ".pyc"]
        # A module whose compiled form was read counts as its source.
        for module in list(sys.modules.values()):
            name = getattr(module, "__file__", None)
            if isinstance(name, str) and Path(name).is_relative_to(folder):
                names.append(str(Path(name).relative_to(folder)))
        return sorted(set(names))

    return below


def load(file: Path) -> ModuleType:
    """Imports a file as a module of its stem's name, with its folder as the place of its own modules."""
    sys.path.insert(0, str(file.parent))
    specification = importlib.util.spec_from_file_location(file.stem, file)
    if specification is None or specification.loader is None:
        raise Mistake(f"{file} is no Python file")
    module = importlib.util.module_from_spec(specification)
    sys.modules[file.stem] = module
    specification.loader.exec_module(module)
    return module


def find_pipeline(module: ModuleType, function: str | None) -> BaseComponent:
    """The pipeline that is asked for by name, or the only one that the file itself has."""
    found = {name: value for name, value in vars(module).items() if isinstance(value, GraphComponent)}
    own = {name: value for name, value in found.items() if value.pipeline_func.__module__ == module.__name__}
    # A pipeline that another one uses as a component is a pipeline as well: which is meant has to be said.
    candidates = ", ".join(sorted(own)) or "none"
    if function is not None:
        if function not in found:
            raise Mistake(f'it has no pipeline function "{function}"; its pipelines are: {candidates}')
        return found[function]
    if len(own) != 1:
        what = "no function with @dsl.pipeline" if not own else f"several pipelines: {candidates}"
        raise Mistake(f"it has {what}", "" if not own else "name the one that is meant (function)")
    return next(iter(own.values()))


def compile_pipeline(pipeline: BaseComponent, output: Path) -> tuple[IR, IR | None]:
    """The two documents that KFP's compiler writes."""
    compiler.Compiler().compile(pipeline, str(output))
    with output.open(encoding="utf-8") as text:
        documents: list[IR] = list(yaml.safe_load_all(text))
    return documents[0], documents[1] if len(documents) > 1 else None


def place(error: BaseException, trace: TracebackType | None, folder: Path) -> Mapping[str, object]:
    """The deepest line of the user's own files that an error went through."""
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename).is_relative_to(folder):
        return {"file": error.filename, "line": error.lineno, "text": (error.text or "").strip()}
    frames = [frame for frame in traceback.extract_tb(trace) if Path(frame.filename).is_relative_to(folder)]
    if not frames:
        return {}
    return {"file": frames[-1].filename, "line": frames[-1].lineno, "text": frames[-1].line or ""}


def describe(error: BaseException, folder: Path) -> Mapping[str, object]:
    """What the user reads about an error."""
    if isinstance(error, Mistake):
        return {"message": error.message, "wayOut": error.way_out, **place(error, None, folder)}
    message = str(error.msg if isinstance(error, SyntaxError) else error)
    return {
        "message": f"{type(error).__name__}: {message}" if message else type(error).__name__,
        **place(error, error.__traceback__, folder),
    }


class Caught(contextlib.AbstractContextManager["Caught"]):
    """Keeps the error that its body ends with: the source may raise anything."""

    error: BaseException | None = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error
        # A source that ends itself (sys.exit) has not been compiled either.
        return isinstance(error, Exception | SystemExit)


def answer(file: Path, function: str | None, output: Path) -> Mapping[str, object]:
    """Everything that this program says about a file."""
    files = read_files(file.parent)
    # The source's folder may be read-only, and a compiled module there would be one more file to look after.
    sys.dont_write_bytecode = True
    warnings.simplefilter("ignore", FutureWarning)
    result: dict[str, object] = {}
    with Caught() as caught:
        pipeline_spec, platform_spec = compile_pipeline(find_pipeline(load(file), function), output)
        check(pipeline_spec, platform_spec)
        result = {"pipelineSpec": pipeline_spec, "files": files()}
        if platform_spec is not None:
            result["platformSpec"] = platform_spec
    return result if caught.error is None else {"error": describe(caught.error, file.parent)}


def main(arguments: list[str] | None = None) -> int:
    """Runs the program and hands back its exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--function")
    parser.add_argument("--output", type=Path, required=True, help="where the compiler may write its YAML")
    options = parser.parse_args(arguments)
    with contextlib.redirect_stdout(sys.stderr):
        result = answer(options.file.resolve(), options.function, options.output)
    json.dump(result, sys.stdout, sort_keys=True, separators=(",", ":"))
    return STATUS_OF_A_MISTAKE if "error" in result else 0


if __name__ == "__main__":
    sys.exit(main())
