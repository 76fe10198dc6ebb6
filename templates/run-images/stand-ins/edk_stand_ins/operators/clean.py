"""LocalWorkflowCleaner: on the platform it deletes the run's folder. Here the results are wanted, so it says so only.

With EDK_CLEAN=true it deletes.
"""

from __future__ import annotations

import os
from shutil import rmtree

from ..contract import Task, log


def run(task: Task) -> None:
    if not task.argument("clean_workflow_dir", True):
        log.info("Nothing to do: clean_workflow_dir is False.")
        return
    if os.environ.get("EDK_CLEAN") != "true":
        log.info("On the platform, the folder of the run is deleted now. It is kept here, with the results.")
        return
    for path in task.run.iterdir():
        if path.name == "conf":
            continue
        if path.is_dir() and not path.is_symlink():
            rmtree(path)
        else:
            path.unlink()
    log.info("Deleted.")
