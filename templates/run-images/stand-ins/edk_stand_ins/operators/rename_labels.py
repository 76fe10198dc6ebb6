"""LocalModifySegLabelNames: new names for labels, in seg_info.json, ``-meta.json`` and file names."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile
from typing import Any

from ..contract import Failed, Task, each_series, text_list
from ..labels import info_files, label_in_name, read_json, write_json
from ..segments import file_label
from ..volumes import volumes_in


def run(task: Task) -> None:
    old, new = text_list(task.form("old_labels")), text_list(task.form("new_labels"))
    if len(old) != len(new):
        raise Failed(f"The form has {len(old)} old_labels, but {len(new)} new_labels.")
    names = {before.lower(): after for before, after in zip(old, new, strict=True)}
    each_series(task, lambda source, target: rename(source, target, names))


def rename(source: Path, target: Path, names: dict[str, str]) -> None:
    target.mkdir(parents=True, exist_ok=True)
    by_file_label = {file_label(before): after for before, after in names.items()}
    for file in volumes_in(source):
        copyfile(file, target / new_name(file, by_file_label))
    for file in info_files(source):
        write_json(target / file.name, renamed(read_json(file), names))


def new_name(file: Path, names: dict[str, str]) -> str:
    label = label_in_name(file)
    after = None if label is None else names.get(label.name.lower())
    if label is None or after is None:
        return file.name
    start, _, end = file.name.rpartition(label.name)
    return f"{start}{file_label(after)}{end}"


def renamed(value: Any, names: dict[str, str]) -> Any:
    """A description in which every label has its new name."""
    if isinstance(value, list):
        return [renamed(one, names) for one in value]
    if isinstance(value, dict):
        return {
            key: names.get(str(one).lower(), one) if key in ("label_name", "SegmentLabel") else renamed(one, names)
            for key, one in value.items()
        }
    return value
