"""Operators that only talk to the platform's services: what they would be told is written down, and not sent."""

from __future__ import annotations

import json
import os

from ..contract import Task, log


def run(task: Task) -> None:
    name = task.in_dir
    found = [] if name is None else [*task.batch.glob(f"*/{name}/**/*"), *(task.run / name).glob("**/*")]
    files = sorted(str(path.relative_to(task.run)) for path in found if path.is_file())
    record = {
        "note": "recorded, not sent",
        "task": os.environ.get("TASK_ID", task.out_dir),
        "arguments": dict(task.arguments),
        "files": files,
    }
    task.run_out.mkdir(parents=True, exist_ok=True)
    (task.run_out / "recorded.json").write_text(json.dumps(record, indent=2), encoding="utf-8")
    log.info("Recorded, not sent: this needs the platform's services. %d files.", len(files))
