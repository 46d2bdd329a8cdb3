"""Writes instance-types.json and instance-offerings.json beside this file from two wheels of PyPI.

moto's wheel carries recorded answers of the EC2 API (DescribeInstanceTypes, DescribeInstanceTypeOfferings),
botocore's the names of all regions; so no AWS account is needed, and only Python's standard library. Usage:

    pip download --no-deps --dest /tmp/wheels moto botocore
    python3 infra/facts/refresh.py /tmp/wheels
"""

import datetime
import gzip
import json
import pathlib
import re
import sys
import zipfile
from typing import Any

HERE = pathlib.Path(__file__).parent

# General purpose, compute and memory from the fifth generation on, burstable, and all NVIDIA families whose
# instances have whole GPUs (g6f and gr6f have slices of one, which no scheduler here can count).
FAMILIES = re.compile(
    r"^([mcr][5-9][a-z]*(-flex)?|t3a?|t4g|g4dn|g5g?|g6e?|gr6|g7e?|p3(dn)?|p4de?|p5(en?)?|p6-b[23]00)\."
)

# GPU as EC2 names it, and its memory in MiB where one name covers two products -> the label nvidia.com/gpu.product
# that GPU feature discovery puts on a node: the name that the driver reports, spaces replaced by dashes.
PRODUCTS = {
    ("T4", None): "Tesla-T4",
    ("T4g", None): "NVIDIA-T4G",
    ("A10G", None): "NVIDIA-A10G",
    ("L4", None): "NVIDIA-L4",
    ("L40S", None): "NVIDIA-L40S",
    ("V100", 32768): "Tesla-V100-SXM2-32GB",
    ("A100", 40960): "NVIDIA-A100-SXM4-40GB",
    ("A100", 81920): "NVIDIA-A100-SXM4-80GB",
    ("H100", None): "NVIDIA-H100-80GB-HBM3",
    ("H200", None): "NVIDIA-H200",
    ("B200", None): "NVIDIA-B200",
    ("B300", None): "NVIDIA-B300-SXM6-AC",
    ("RTX PRO 4500", None): "NVIDIA-RTX-PRO-4500-Blackwell-Server-Edition",
    ("RTX PRO Server 6000", None): "NVIDIA-RTX-PRO-6000-Blackwell-Server-Edition",
}

ARCHITECTURES = {"x86_64": "amd64", "arm64": "arm64"}

Json = dict[str, Any]

PARTITIONS = ("aws", "aws-us-gov", "aws-cn")

RESOURCES = "moto/ec2/resources"


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    moto, botocore = (wheel(pathlib.Path(sys.argv[1]), package) for package in ("moto", "botocore"))
    types = read(moto, f"{RESOURCES}/instance_types.json.gz")
    kept = sorted(
        (name for name in types if FAMILIES.match(name) and not types[name]["BareMetal"]),
        key=natural,
    )
    offered, zones = offerings(moto, set(kept))
    kept = [name for name in kept if name in offered]
    patterns: list[dict[str, str]] = []
    for name in kept:
        if offered[name] not in patterns:
            patterns.append(offered[name])

    source = f"PyPI {label(moto)}: recorded answers of the EC2 API; names of regions: PyPI {label(botocore)}"
    head = {"source": source, "date": packed(moto)}
    facts = {name: {**fact(types[name]), "offered": patterns.index(offered[name])} for name in kept}
    write("instance-types.json", head, types=facts)
    regions = {name: zones.get(name) for name in sorted(region_names(botocore) | set(zones))}
    write("instance-offerings.json", head, regions=regions, patterns=patterns)


def fact(info: Json) -> Json:
    network = info["NetworkInfo"]
    cards = network["NetworkCards"]
    efa = [card["NetworkCardIndex"] for card in cards if "efa-only" in card["InterfaceTypes"]]
    fields: Json = {
        "vcpu": info["VCpuInfo"]["DefaultVCpus"],
        "memoryMiB": info["MemoryInfo"]["SizeInMiB"],
        "arch": ARCHITECTURES[info["ProcessorInfo"]["SupportedArchitectures"][-1]],
        # Network interfaces of the default card, and addresses of each: how many pods the VPC CNI can give addresses.
        "eni": [
            cards[network.get("DefaultNetworkCardIndex", 0)]["MaximumNetworkInterfaces"],
            network["Ipv4AddressesPerInterface"],
        ],
    }
    gpu = gpu_of(info)
    if gpu is not None:
        fields["gpu"] = gpu
    if efa:
        assert len(efa) == network["EfaInfo"]["MaximumEfaInterfaces"], info["InstanceType"]
        assert efa == list(range(efa[0], efa[0] + len(efa))), info["InstanceType"]
        fields["efa"] = {"count": len(efa), "firstCard": efa[0]}
    storage = info.get("InstanceStorageInfo")
    if storage is not None and storage.get("NvmeSupport") in ("required", "supported"):
        fields["nvmeGiB"] = storage["TotalSizeInGB"] * 10**9 // 2**30
    if "capacity-block" in info["SupportedUsageClasses"]:
        fields["capacityBlocks"] = True
    if "cluster" in info["PlacementGroupInfo"]["SupportedStrategies"]:
        fields["clusterPlacement"] = True
    return fields


def gpu_of(info: Json) -> Json | None:
    gpus = [gpu for gpu in info.get("GpuInfo", {}).get("Gpus", []) if gpu["Manufacturer"] == "NVIDIA"]
    if not gpus:
        return None
    (gpu,) = gpus
    memory = gpu["MemoryInfo"]["SizeInMiB"]
    name = gpu["Name"]
    product = PRODUCTS.get((name, memory)) or PRODUCTS[(name, None)]
    return {"product": product, "count": gpu["Count"], "memoryMiB": memory}


def offerings(moto: zipfile.ZipFile, kept: set[str]) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """Region -> letters of its zones, for each type and for all of them together."""
    offered: dict[str, dict[str, set[str]]] = {}
    zones: dict[str, set[str]] = {}
    folder = f"{RESOURCES}/instance_type_offerings/availability-zone/"
    for path in sorted(path for path in moto.namelist() if path.startswith(folder)):
        region = path.removeprefix(folder).split(".")[0]
        for offering in read(moto, path):
            assert offering["Location"].startswith(region), offering
            letter = offering["Location"][len(region) :]
            zones.setdefault(region, set()).add(letter)
            if offering["InstanceType"] in kept:
                offered.setdefault(offering["InstanceType"], {}).setdefault(region, set()).add(letter)
    return {name: letters(of) for name, of in offered.items()}, letters(zones)


def letters(of: dict[str, set[str]]) -> dict[str, str]:
    return {region: "".join(sorted(of[region])) for region in sorted(of)}


def region_names(botocore: zipfile.ZipFile) -> set[str]:
    endpoints = json.loads(botocore.read("botocore/data/endpoints.json"))
    return {
        region
        for partition in endpoints["partitions"]
        if partition["partition"] in PARTITIONS
        for region in partition["regions"]
        # "aws-global" and its like stand for services that have no region.
        if not region.endswith("-global")
    }


def wheel(folder: pathlib.Path, package: str) -> zipfile.ZipFile:
    (path,) = folder.glob(f"{package}-*.whl")
    return zipfile.ZipFile(path)


def label(archive: zipfile.ZipFile) -> str:
    return " ".join(pathlib.Path(archive.filename or "").name.split("-")[:2])


def packed(moto: zipfile.ZipFile) -> str:
    """The day on which the recorded answers were packed."""
    return datetime.date(*moto.getinfo(f"{RESOURCES}/instance_types.json.gz").date_time[:3]).isoformat()


def natural(name: str) -> list[int | str]:
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def read(archive: zipfile.ZipFile, path: str) -> Any:
    return json.loads(gzip.decompress(archive.read(path)))


def write(name: str, head: Json, **parts: Any) -> None:
    """JSON with one entry a line, so that a refresh can be reviewed in its diff."""

    def compact(entry: Any) -> str:
        return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))

    lines = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    for key, value in parts.items():
        if isinstance(value, dict):
            entries = [f"    {json.dumps(k)}: {compact(v)}" for k, v in value.items()]
            lines.append(f"  {json.dumps(key)}: {{\n" + ",\n".join(entries) + "\n  }")
        else:
            entries = [f"    {compact(v)}" for v in value]
            lines.append(f"  {json.dumps(key)}: [\n" + ",\n".join(entries) + "\n  ]")
    (HERE / name).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
