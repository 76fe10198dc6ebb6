"""Plans and makes the changes to one workflow folder."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ownership import FOLDER, Claim, claim_path, owners_of, read_claim, write_claim


@dataclass(frozen=True)
class Tree:
    """The files of an extension in its image, and the mounted folder that they are copied to."""

    owner: str
    source: Path
    target: Path

    def files(self) -> frozenset[str]:
        """Without compiled Python, since Airflow compiles for its own version."""
        found = (path for path in self.source.rglob("*") if path.is_file() and path.suffix != ".pyc")
        return frozenset(path.relative_to(self.source).as_posix() for path in found)


@contextmanager
def locked(trees: list[Tree]) -> Iterator[None]:
    """Keeps two extensions that are installed at the same time from claiming the same file."""
    with ExitStack() as stack:
        for tree in trees:
            descriptor = os.open(tree.target, os.O_RDONLY)
            stack.callback(os.close, descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


def parents(file: str) -> list[str]:
    """The parent folders of a file, topmost first."""
    return [str(folder) for folder in reversed(PurePosixPath(file).parents) if str(folder) != "."]


def find_conflicts(tree: Tree) -> list[str]:
    """The reasons why the files cannot be copied, one sentence each."""
    owners = owners_of(tree.target)
    found = []
    for file in sorted(tree.files()):
        place, owner = tree.target / file, owners.get(file)
        blocking = next((folder for folder in parents(file) if (tree.target / folder).is_file()), None)
        if file.split("/")[0] == FOLDER:
            found.append(f"{place}: the folder {FOLDER} belongs to the installer.")
        elif blocking is not None:
            found.append(f"{place}: {tree.target / blocking} is a file, not a folder.")
        elif place.is_dir():
            found.append(f"{place} is a folder; a file of {tree.owner} has the same name.")
        elif owner is not None and owner != tree.owner:
            found.append(f"{place} belongs to {owner}. Rename the file in one of the two extensions.")
        elif owner is None and os.path.lexists(place):
            found.append(f"{place} already exists and belongs to no extension. The platform or a user put it there.")
    return found


@dataclass(frozen=True)
class Change:
    tree: Tree
    write: frozenset[str]
    delete: frozenset[str]
    before: Claim
    after: Claim

    def perform(self) -> "Change":
        """Writes the claim first, so that an interrupted change can be repeated or removed."""
        both = Claim(self.before.files | self.after.files, self.before.folders | self.after.folders)
        if self.write:
            write_claim(self.tree.target, self.tree.owner, both)
            self._write_files()
        for file in sorted(self.delete):
            delete_file(self.tree.target / file)
        gone = self.before.folders - self.after.folders
        kept = [folder for folder in sorted(gone, key=len, reverse=True) if not delete_folder(self.tree.target / folder)]
        write_claim(self.tree.target, self.tree.owner, self.after)
        for folder in kept:
            print(f"{self.tree.target / folder} is kept, because it contains other files.")
        return self

    def summary(self) -> str:
        return f"{self.tree.target}: {len(self.write)} files copied, {len(self.delete)} removed for {self.tree.owner}."

    def _write_files(self) -> None:
        """Writes all contents to disk before it replaces the first file."""
        staging_parent = claim_path(self.tree.target, self.tree.owner).parent
        with tempfile.TemporaryDirectory(dir=staging_parent, prefix=".staging-") as folder:
            staged = Path(folder)
            for file in self.write:
                (staged / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(self.tree.source / file, staged / file)
                (staged / file).chmod(0o644)
            for folder_name in sorted(self.after.folders):
                (self.tree.target / folder_name).mkdir(mode=0o755, exist_ok=True)
            for file in sorted(self.write):
                (self.tree.target / file).parent.mkdir(parents=True, exist_ok=True)
                (staged / file).replace(self.tree.target / file)


def plan_change(tree: Tree) -> Change:
    before = read_claim(tree.target, tree.owner)
    files = tree.files()
    needed = {folder for file in files for folder in parents(file)}
    made = {folder for folder in needed if folder in before.folders or not (tree.target / folder).is_dir()}
    return Change(tree, files, before.files - files, before, Claim(files, frozenset(made)))


def plan_removal(tree: Tree) -> Change:
    before = read_claim(tree.target, tree.owner)
    return Change(tree, frozenset(), before.files, before, Claim())


def delete_file(path: Path) -> None:
    """Deletes a file and what Python compiled from it."""
    path.unlink(missing_ok=True)
    cache = path.parent / "__pycache__"
    if path.suffix == ".py" and cache.is_dir():
        for compiled in cache.glob(f"{path.stem}.*.pyc"):
            compiled.unlink(missing_ok=True)
        delete_folder(cache)


def delete_folder(path: Path) -> bool:
    """Returns False if the folder is not empty."""
    if not path.is_dir():
        return True
    if any(path.iterdir()):
        return False
    path.rmdir()
    return True
