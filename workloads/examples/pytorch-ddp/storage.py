"""Named files in a folder or below a prefix of an S3 bucket, whichever a URI says.

S3 is asked as the pod's role allows; AWS_REGION and AWS_ENDPOINT_URL are boto3's own settings.
"""

import io
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

PARALLEL_READS = 16


class Storage(Protocol):
    """Files by name, which may have slashes in it. A file is there whole or not at all."""

    def names(self) -> list[str]:
        """All there is, in the order of the names."""

    def read(self, name: str) -> bytes:
        """Content of a file."""

    def write(self, name: str, content: bytes) -> None:
        """Makes a file, or puts other content into it."""

    def delete(self, name: str) -> None:
        """Removes a file."""


class Folder:
    """A folder: of this machine, or of a volume that all nodes mount."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self) -> list[str]:
        """All there is; what an interrupted write left starts with a dot and is no file of ours."""
        files = (path.relative_to(self._path) for path in self._path.rglob("*") if path.is_file())
        return sorted(file.as_posix() for file in files if not file.name.startswith("."))

    def read(self, name: str) -> bytes:
        """Content of a file."""
        return (self._path / name).read_bytes()

    def write(self, name: str, content: bytes) -> None:
        """Writes beside the file and renames: who reads sees the old content or the new one."""
        path = self._path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # One process writes into a folder; what it left when it was killed is overwritten by the next.
        part = path.parent / ".part"
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)

    def delete(self, name: str) -> None:
        """Removes a file."""
        (self._path / name).unlink(missing_ok=True)


class Bucket:
    """What lies below a prefix of an S3 bucket; an object appears when its upload is complete."""

    def __init__(self, bucket: str, prefix: str) -> None:
        # Who keeps everything in folders needs no boto3.
        import boto3

        self._client: Any = boto3.client("s3")
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""

    def names(self) -> list[str]:
        """All there is; objects that stand for folders are none of ours."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=self._prefix
        )
        keys = (str(item["Key"]) for page in pages for item in page.get("Contents", []))
        return sorted(key.removeprefix(self._prefix) for key in keys if not key.endswith("/"))

    def read(self, name: str) -> bytes:
        """Content of an object."""
        content: bytes = self._client.get_object(Bucket=self._bucket, Key=self._prefix + name)["Body"].read()
        return content

    def write(self, name: str, content: bytes) -> None:
        """Uploads an object, a large one in parts."""
        self._client.upload_fileobj(io.BytesIO(content), self._bucket, self._prefix + name)

    def delete(self, name: str) -> None:
        """Removes an object."""
        self._client.delete_object(Bucket=self._bucket, Key=self._prefix + name)


def open_storage(uri: str) -> Storage:
    """The storage that `s3://bucket/prefix` or a path of a folder names.

    Raises ValueError for another scheme.
    """
    parts = urlsplit(uri)
    if parts.scheme == "s3" and parts.netloc:
        return Bucket(parts.netloc, parts.path)
    if parts.scheme in ("", "file") and parts.path and not parts.netloc:
        return Folder(Path(parts.path))
    raise ValueError(f"{uri} is neither s3://bucket/prefix nor a folder")


def read_all(storage: Storage, names: list[str]) -> list[bytes]:
    """Contents of many small files, several at a time."""
    with ThreadPoolExecutor(PARALLEL_READS) as pool:
        return list(pool.map(storage.read, names))
