"""LocalFilterMasks: keeps or leaves out masks by the form's label_filter, "Keep: a, b" or "Ignore: a"."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copyfile

from ..contract import Failed, Task, each_series, log, text_list
from ..labels import info_files, label_in_name, read_json, write_json
from ..segments import file_label
from ..volumes import volumes_in


def run(task: Task) -> None:
    text = str(task.form("label_filter", "")).strip()
    each_series(task, lambda source, target: select(source, target, text))


def select(source: Path, target: Path, text: str) -> None:
    action, labels = parse_filter(text)
    target.mkdir(parents=True, exist_ok=True)
    for file in volumes_in(source):
        label = label_in_name(file)
        if label is None or is_kept(label.name, action, labels):
            copyfile(file, target / file.name)
        else:
            log.info("%s is left out.", file.name)
    for file in info_files(source):
        content = read_json(file)
        if "segmentAttributes" in content:
            groups = [g for g in content["segmentAttributes"] if is_kept(str(g[0]["SegmentLabel"]), action, labels)]
            content = {**content, "segmentAttributes": groups}
        write_json(target / file.name, content)


def parse_filter(text: str) -> tuple[str, list[str]]:
    if text == "":
        return "all", []
    found = re.fullmatch(r"(keep|ignore)\s*:(.*)", text, re.IGNORECASE | re.DOTALL)
    if found is None:
        raise Failed(f'label_filter is {text!r}; it must begin with "Keep:" or "Ignore:".')
    return found[1].lower(), [file_label(label) for label in text_list(found[2])]


def is_kept(label: str, action: str, labels: list[str]) -> bool:
    return action == "all" or (file_label(label) in labels) == (action == "keep")
