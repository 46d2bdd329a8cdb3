"""Folders and prefixes in S3, told apart by their address."""

import shutil
from pathlib import Path
from typing import Any

from errors import UserError

SCHEME = "s3://"


def fetch(uri: str, folder: Path) -> None:
    """Copies all that lies at an address into a new folder.

    Raises UserError where nothing lies there.
    """
    shutil.rmtree(folder, ignore_errors=True)
    if not uri.startswith(SCHEME):
        if not Path(uri).is_dir():
            raise UserError(f"{uri} is no folder (and no {SCHEME} address)")
        shutil.copytree(uri, folder)
        return
    bucket, prefix = split(uri)
    names = list_names(bucket, prefix)
    if not names:
        raise UserError(f"{uri} holds no files")
    client = connect()
    for name in names:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        client.download_file(bucket, prefix + name, str(target))


def publish(folder: Path, uri: str) -> None:
    """Copies a folder's files to an address; those of the same name are replaced."""
    if not uri.startswith(SCHEME):
        shutil.copytree(folder, uri, dirs_exist_ok=True)
        return
    bucket, prefix = split(uri)
    client = connect()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            client.upload_file(str(file), bucket, prefix + file.relative_to(folder).as_posix())


def read_text(uri: str, name: str) -> str | None:
    """A small file's text; nothing where there is no such file."""
    if not uri.startswith(SCHEME):
        file = Path(uri) / name
        return file.read_text(encoding="utf-8") if file.exists() else None
    bucket, prefix = split(uri)
    client = connect()
    try:
        answer = client.get_object(Bucket=bucket, Key=prefix + name)
    except client.exceptions.NoSuchKey:
        return None
    return bytes(answer["Body"].read()).decode()


def write_text(uri: str, name: str, text: str) -> None:
    """Writes a small file, whole or not at all."""
    if not uri.startswith(SCHEME):
        Path(uri).mkdir(parents=True, exist_ok=True)
        temporary = Path(uri) / f".{name}"
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(Path(uri) / name)
        return
    bucket, prefix = split(uri)
    connect().put_object(Bucket=bucket, Key=prefix + name, Body=text.encode())


def list_folders(uri: str) -> list[str]:
    """Names of the folders that lie at an address, sorted."""
    if not uri.startswith(SCHEME):
        return sorted(entry.name for entry in Path(uri).glob("*/"))
    bucket, prefix = split(uri)
    return sorted({name.partition("/")[0] for name in list_names(bucket, prefix) if "/" in name})


def remove(uri: str) -> None:
    """Removes all that lies at an address."""
    if not uri.startswith(SCHEME):
        shutil.rmtree(uri)
        return
    bucket, prefix = split(uri)
    client = connect()
    for name in list_names(bucket, prefix):
        client.delete_object(Bucket=bucket, Key=prefix + name)


def join(uri: str, name: str) -> str:
    """The address of what is called `name` at an address."""
    return f"{uri.rstrip('/')}/{name}"


def split(uri: str) -> tuple[str, str]:
    """Bucket and prefix, which ends with a slash where there is one."""
    bucket, _, prefix = uri.removeprefix(SCHEME).partition("/")
    if not bucket:
        raise UserError(f"{uri} names no bucket: {SCHEME}<bucket>/<prefix>")
    return bucket, f"{prefix.rstrip('/')}/" if prefix.strip("/") else ""


def list_names(bucket: str, prefix: str) -> list[str]:
    """Names of the objects below a prefix, without it."""
    pages = connect().get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    keys = [str(entry["Key"]) for page in pages for entry in page.get("Contents", [])]
    return [key.removeprefix(prefix) for key in keys if not key.endswith("/")]


def connect() -> Any:
    """A client of S3, with the pod's own identity."""
    import boto3

    return boto3.client("s3")
