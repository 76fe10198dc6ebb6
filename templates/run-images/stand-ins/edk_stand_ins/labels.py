"""What masks are called: in seg_info.json, in dcmqi's ``-meta.json`` and in the names of files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .contract import Failed, mapping
from .volumes import stem


@dataclass(frozen=True)
class Label:
    name: str
    number: int


def read_json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Failed(f"{file.name} cannot be read: {error}") from error


def write_json(file: Path, content: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content, indent=2), encoding="utf-8")


def info_files(folder: Path) -> list[Path]:
    """``*seg_info*.json`` and ``*-meta.json``."""
    return sorted({*folder.glob("*seg_info*.json"), *folder.glob("*-meta.json")})


def labels_of(file: Path) -> list[Label]:
    """What a seg_info.json or a ``-meta.json`` calls its segments."""
    content = mapping(read_json(file))
    try:
        if "seg_info" in content:
            return [Label(str(one["label_name"]), int(one["label_int"])) for one in content["seg_info"]]
        groups: Iterable[list[dict[str, Any]]] = content.get("segmentAttributes", [])
        return [Label(str(one["SegmentLabel"]), int(one["labelID"])) for group in groups for one in group]
    except (KeyError, TypeError, ValueError) as error:
        raise Failed(f"{file.name} does not describe segments: {error}") from error


def seg_info(labels: Iterable[Label]) -> dict[str, Any]:
    return {"seg_info": [{"label_name": label.name, "label_int": label.number} for label in labels]}


def label_in_name(file: Path) -> Label | None:
    """What a mask's file name says: ``<name>--<number>--<label>`` or ``<number><label>`` without special characters."""
    parts = stem(file).rsplit("--", 2)
    if len(parts) == 3 and parts[1].isdigit():
        return Label(parts[2], int(parts[1]))
    found = re.fullmatch(r"(\d+)([a-z0-9]*[a-z][a-z0-9]*)", stem(file), re.IGNORECASE)
    return None if found is None else Label(found[2], int(found[1]))
