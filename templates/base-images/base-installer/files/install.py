"""Copies an extension's files into the platform's workflow folders, or removes them again.

ACTION=copy     copies every file below /kaapana/tmp/{dags,plugins} into /kaapana/mounted/workflows/{dags,plugins}
ACTION=remove   removes the files that this extension copied, and the folders that it created
ACTION=prefetch does nothing until it is stopped; the image is then on the node
"""

import os
import signal
import sys
from pathlib import Path

from changes import Change, Tree, find_conflicts, locked, plan_change, plan_removal
from ownership import InstallError

SOURCE = Path("/kaapana/tmp")
TARGET = Path("/kaapana/mounted/workflows")
TREES = ("dags", "plugins")


def find_owner(source: Path) -> str:
    """The name that owns the files: that of the DAG image, or else of its first DAG file."""
    name = os.environ.get("DAG_IMAGE", "").strip()
    if name:
        return name.replace("/", "_")
    dag_files = sorted((source / "dags").glob("dag_*.py"))
    if dag_files:
        return dag_files[0].stem
    raise InstallError("DAG_IMAGE is not set, and /kaapana/tmp/dags has no dag_*.py to take the name from.")


def find_trees(owner: str) -> list[Tree]:
    unknown = [path.name for path in sorted(SOURCE.glob("*")) if path.name not in TREES]
    if unknown:
        raise InstallError(f"{SOURCE}/{unknown[0]}: only {' and '.join(TREES)} can be installed. Move it into one of them.")
    trees = [Tree(owner, SOURCE / name, TARGET / name) for name in TREES]
    for tree in trees:
        if tree.files() and not tree.target.is_dir():
            raise InstallError(f"{tree.target} is not mounted: the files of {owner} would be lost with this container.")
    return [tree for tree in trees if tree.target.is_dir()]


def copy() -> list[Change]:
    trees = find_trees(find_owner(SOURCE))
    if not any(tree.files() for tree in trees):
        raise InstallError("The image has no files in /kaapana/tmp/dags or /kaapana/tmp/plugins; see COPY in its Dockerfile.")
    with locked(trees):
        conflicts = [conflict for tree in trees for conflict in find_conflicts(tree)]
        if conflicts:
            raise InstallError("Nothing was copied.\n" + "\n".join(conflicts))
        return [plan_change(tree).perform() for tree in trees]


def remove() -> list[Change]:
    trees = find_trees(find_owner(SOURCE))
    with locked(trees):
        return [plan_removal(tree).perform() for tree in trees]


def prefetch() -> list[Change]:
    print("The image is on the node; waiting to be stopped.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    while True:
        signal.pause()


def main() -> None:
    actions = {"copy": copy, "remove": remove, "prefetch": prefetch}
    wanted = os.environ.get("ACTION", "copy")
    if wanted not in actions:
        raise InstallError(f"ACTION is {wanted!r}; it must be one of {', '.join(actions)}.")
    for change in actions[wanted]():
        print(change.summary())


if __name__ == "__main__":
    try:
        main()
    except (InstallError, OSError) as error:
        sys.exit(f"error: {error}")
