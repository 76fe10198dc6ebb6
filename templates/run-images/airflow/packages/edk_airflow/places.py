"""Where something happens in the user's files: the DAG folder, and the plugins folder beside it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_stack, walk_tb
from types import FrameType, TracebackType


@dataclass(frozen=True)
class Place:
    file: str
    """Below the DAG folder; ``../plugins/...`` for plugins."""
    line: int | None


@dataclass(frozen=True)
class DagFolder:
    """The folder that Airflow scans. Its plugins are taken from ``plugins`` beside it."""

    path: Path

    @property
    def plugins(self) -> Path:
        return self.path.parent / "plugins"

    def holds(self, file: str) -> bool:
        return any(Path(file).is_relative_to(folder) for folder in (self.path, self.plugins))

    def relative(self, file: str) -> str:
        return os.path.relpath(file, self.path)


def current_folder() -> DagFolder:
    """The folder of this process, as Airflow's own setting names it."""
    return DagFolder(Path(os.environ["AIRFLOW__CORE__DAGS_FOLDER"]))


def place_of_error(error: BaseException) -> Place | None:
    """The last line of the user's files that an error went through; None when it went through none."""
    folder = current_folder()
    if isinstance(error, SyntaxError) and error.filename is not None and folder.holds(error.filename):
        return Place(folder.relative(error.filename), error.lineno)
    return _last_user_line(folder, error.__traceback__)


def place_of_call(made: object = None) -> Place | None:
    """The innermost line of the user's files that is being run; methods of ``made`` itself do not count."""
    folder = current_folder()
    for frame, line in walk_stack(sys._getframe(1)):
        if folder.holds(frame.f_code.co_filename) and not _is_method_of(frame, made):
            return Place(folder.relative(frame.f_code.co_filename), line)
    return None


def _last_user_line(folder: DagFolder, trace: TracebackType | None) -> Place | None:
    last: Place | None = None
    for frame, line in walk_tb(trace):
        if folder.holds(frame.f_code.co_filename):
            last = Place(folder.relative(frame.f_code.co_filename), line)
    return last


def _is_method_of(frame: FrameType, made: object) -> bool:
    return made is not None and frame.f_locals.get("self") is made
