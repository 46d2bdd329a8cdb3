"""S3 for the examples' tests: moto's server, which listens on this machine alone."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
from moto.server import ThreadedMotoServer

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": "nothing"}


@contextmanager
def s3_server(
    *buckets: str,
    credentials: Mapping[str, str] | None = None,
    setenv: Callable[[str, str], None] = os.environ.__setitem__,
) -> Iterator[Any]:
    """A client of an S3 with these buckets; programs find it, and its credentials, in the environment.

    `credentials` are set beside those that the server takes, such as secrets that a test looks for afterwards.
    """
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        regions = dict.fromkeys(("AWS_REGION", "AWS_DEFAULT_REGION"), "us-east-1")
        variables = {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            **regions,
            **CREDENTIALS,
            **(credentials or {}),
        }
        for name, value in variables.items():
            setenv(name, value)
        client = boto3.client("s3")
        for bucket in buckets:
            client.create_bucket(Bucket=bucket)
        yield client
    finally:
        server.stop()
