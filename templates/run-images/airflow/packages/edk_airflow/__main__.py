"""``python3 -m edk_airflow read-dag FOLDER`` and ``run-task FOLDER FILE DAG TASK``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from .places import DagFolder


def main() -> int:
    arguments = _parse()
    folder = DagFolder(Path(arguments.folder).resolve())
    # Airflow takes its folders from here when it is imported.
    os.environ["AIRFLOW__CORE__DAGS_FOLDER"] = str(folder.path)
    os.environ["AIRFLOW__CORE__PLUGINS_FOLDER"] = str(folder.plugins)
    if arguments.command == "run-task":
        from .run_task import run_task

        return run_task(folder, arguments.file, arguments.dag, arguments.task)
    return _print_reading(folder)


def _print_reading(folder: DagFolder) -> int:
    """The answer alone goes to standard output: what the files print goes to standard error."""
    answer = os.dup(1)
    os.dup2(2, 1)
    from .read_dag import read_dag

    with os.fdopen(answer, "w", encoding="utf-8") as output:
        json.dump(read_dag(folder), output)
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="edk_airflow")
    commands = parser.add_subparsers(dest="command", required=True)
    reading = commands.add_parser("read-dag")
    reading.add_argument("folder")
    running = commands.add_parser("run-task")
    for name in ("folder", "file", "dag", "task"):
        running.add_argument(name)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
