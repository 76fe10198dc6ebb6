"""ZipUnzip: the files of a folder as an archive, or the other way round."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from ..contract import Failed, Task, each_series, folder_name, inside, log, text_list

MOST_BYTES = 20 * 1024**3
"""What archives may hold when they are unpacked."""


def run(task: Task) -> None:
    mode = task.argument("mode", "zip")
    if mode not in ("zip", "unzip"):
        raise Failed(f"mode is {mode!r}; the operator takes zip and unzip.")
    work = pack if mode == "zip" else unpack
    if task.argument("batch_level", False):
        source = task.run / task.input_folder
        if not source.is_dir():
            raise Failed(f"There is nothing to do: the run has no folder {task.input_folder}.")
        work(task, source, task.run_out)
        return
    each_series(task, lambda source, target: work(task, source, target))


def pack(task: Task, source: Path, target: Path) -> None:
    start = inside(source, str(task.argument("subdir", "") or "."))
    files = [path for path in sorted(start.rglob("*")) if path.is_file() and is_chosen(task, path)]
    if not files:
        raise Failed("has no file to pack")
    archive = target / folder_name(task.argument("target_filename", f"{source.parent.name}.zip"))
    target.mkdir(parents=True, exist_ok=True)
    with ZipFile(archive, "w", ZIP_DEFLATED) as zipped:
        for path in files:
            zipped.write(path, path.relative_to(start))
    log.info("%s: %d files", archive.name, len(files))


def unpack(task: Task, source: Path, target: Path) -> None:
    archives = sorted(source.rglob("*.zip"))
    if not archives:
        raise Failed("has no *.zip")
    for archive in archives:
        try:
            extract(task, archive, target)
        except (BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            raise Failed(f"{archive.name} cannot be unpacked: {error}") from error


def extract(task: Task, archive: Path, target: Path) -> None:
    left = MOST_BYTES
    with ZipFile(archive) as zipped:
        for entry in zipped.infolist():
            if entry.is_dir() or not is_chosen(task, Path(entry.filename)):
                continue
            path = inside(target, entry.filename)
            path.parent.mkdir(parents=True, exist_ok=True)
            with zipped.open(entry) as content, path.open("wb") as file:
                while chunk := content.read(1024 * 1024):
                    left -= len(chunk)
                    if left < 0:
                        raise Failed(f"{archive.name} holds more than {MOST_BYTES // 1024**3} GiB")
                    file.write(chunk)


def is_chosen(task: Task, path: Path) -> bool:
    """White and black lists are endings of names; without a white list all are chosen."""
    wanted = tuple(text_list(task.argument("whitelist_files", [])))
    unwanted = tuple(text_list(task.argument("blacklist_files", [])))
    return (not wanted or path.name.endswith(wanted)) and not (unwanted and path.name.endswith(unwanted))
