"""LocalConcatJson: the JSON files of all series as one list, ``<run>/<out>/<time>-<name>.json``."""

from __future__ import annotations

import json
import time

from ..contract import Failed, Task, folder_name, log
from ..labels import read_json


def run(task: Task) -> None:
    files = [file for series in task.series_folders() for file in sorted((series / task.input_folder).rglob("*.json"))]
    if not files:
        raise Failed(f"No series has a JSON file in {task.input_folder}.")
    task.run_out.mkdir(parents=True, exist_ok=True)
    name = folder_name(f"{time.strftime('%Y-%m-%d-%H-%M-%S')}-{task.argument('name', task.out_dir)}.json")
    (task.run_out / name).write_text(json.dumps([read_json(file) for file in files]), encoding="utf-8")
    log.info("%s: %d files", name, len(files))
