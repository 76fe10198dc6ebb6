"""Minio: files of a run into the project's bucket, and back. A folder plays MinIO: ``<bucket>/<object>``."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from zipfile import ZIP_DEFLATED, ZipFile

from ..contract import Failed, Task, folder_name, inside, log, mapping, text_list

DEFAULT_ENDINGS = [".json", ".mat", ".py", ".zip", ".txt", ".gz", ".csv", ".pdf", ".png", ".jpg"]


def run(task: Task) -> None:
    action = setting(task, "action", "put")
    if action == "put":
        put(task)
    elif action == "get":
        get(task)
    else:
        raise Failed(f"action is {action!r}; the operator takes put and get.")


def setting(task: Task, name: str, default: object = None) -> object:
    """Keys at the top of conf.json win over the operator's arguments."""
    value = task.conf.get(name)
    return task.argument(name, default) if value is None else value


def bucket_of(task: Task) -> Path:
    project = mapping(task.conf.get("project_form")).get("s3_bucket")
    name = str(setting(task, "bucket_name") or project or "project")
    if re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", name) is None:
        raise Failed(f"{name!r} is not a valid name of a bucket.")
    return task.places.minio / name


def put(task: Task) -> None:
    files = sorted(set(files_to_put(task)))
    if not files:
        raise Failed("There is no file to put into the bucket.")
    bucket, prefix = bucket_of(task), str(setting(task, "minio_prefix", "")).strip("/")
    if setting(task, "zip_files", False):
        target = inside(bucket, f"{prefix}/{task.run_id}_{time.strftime('%Y-%m-%d_%H-%M-%S')}.zip".lstrip("/"))
        target.parent.mkdir(parents=True, exist_ok=True)
        with ZipFile(target, "w", ZIP_DEFLATED) as archive:
            for file in files:
                archive.write(file, file.relative_to(task.run))
        log.info("%d files in %s", len(files), target.relative_to(task.places.minio))
        return
    for file in files:
        target = inside(bucket, f"{prefix}/{file.relative_to(task.run)}".lstrip("/"))
        target.parent.mkdir(parents=True, exist_ok=True)
        copyfile(file, target)
        log.info("%s", target.relative_to(task.places.minio))


def files_to_put(task: Task) -> Iterator[Path]:
    endings = tuple(text_list(setting(task, "whitelisted_file_extensions", DEFAULT_ENDINGS)))
    for name in operators(task, "batch_input_operators"):
        for series in task.series_folders():
            yield from below(series / name, endings)
    for name in operators(task, "none_batch_input_operators"):
        yield from below(task.run / name, endings)
    for path in text_list(setting(task, "action_files", task.argument("source_files", []))):
        for folder in [task.run, *task.series_folders()]:
            file = inside(folder, path)
            if file.is_file() and file.name.endswith(endings):
                yield file


def operators(task: Task, name: str) -> list[str]:
    value = task.argument(name, [])
    return [folder_name(one) for one in (value if isinstance(value, list) else [value])]


def below(folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink() and path.name.endswith(endings):
            yield path


def get(task: Task) -> None:
    wanted = text_list(setting(task, "action_files", task.argument("source_files", [])))
    if not wanted:
        raise Failed("source_files is not set: there is nothing to get.")
    bucket = bucket_of(task)
    prefix = str(setting(task, "minio_prefix", "")).strip("/")
    for name in wanted:
        source = inside(bucket, f"{prefix}/{name}".lstrip("/"))
        if not source.is_file():
            raise Failed(f"The bucket {bucket.name} has no object {prefix}/{name}.")
        target = inside(task.run_out, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        copyfile(source, target)
        log.info("%s", name)
