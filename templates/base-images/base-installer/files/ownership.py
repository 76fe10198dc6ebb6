"""Which extension owns which files: one JSON file per extension, in a hidden folder next to the files."""

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = ".installed"


class InstallError(Exception):
    """A problem that whoever installs the extension can fix."""


@dataclass(frozen=True)
class Claim:
    """Paths relative to the tree, with forward slashes."""

    files: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()


def claim_path(tree: Path, owner: str) -> Path:
    return tree / FOLDER / f"{owner}.json"


def read_claim(tree: Path, owner: str) -> Claim:
    path = claim_path(tree, owner)
    if not path.is_file():
        return Claim()
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Claim(frozenset(content["files"]), frozenset(content["folders"]))
    except (ValueError, KeyError, TypeError) as error:
        raise InstallError(f"{path} is damaged ({error}); delete it and the files of {owner}, then install again.") from error


def write_claim(tree: Path, owner: str, claim: Claim) -> None:
    path = claim_path(tree, owner)
    if not claim.files and not claim.folders:
        path.unlink(missing_ok=True)
        if path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()
        return
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_suffix(".tmp")
    unfinished.write_text(json.dumps({"files": sorted(claim.files), "folders": sorted(claim.folders)}, indent=2))
    unfinished.replace(path)


def owners_of(tree: Path) -> dict[str, str]:
    """The owner of every file, for all extensions."""
    names = [path.stem for path in sorted((tree / FOLDER).glob("*.json"))]
    return {file: name for name in names for file in read_claim(tree, name).files}
