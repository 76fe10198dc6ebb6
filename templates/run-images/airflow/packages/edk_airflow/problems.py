"""What keeps a file from being read, or from being read as on the platform."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

from .places import Place

Kind = Literal["import", "timeout", "network", "argument", "notSupported"]


@dataclass(frozen=True)
class Problem:
    file: str
    line: int | None
    message: str
    kind: Kind

    def to_json(self) -> dict[str, object]:
        line = {} if self.line is None else {"line": self.line}
        return {"file": self.file, **line, "message": self.message, "kind": self.kind}


_notes: ContextVar[list[Problem] | None] = ContextVar("edk_airflow_notes", default=None)


@contextmanager
def collected_notes() -> Iterator[list[Problem]]:
    """Collects what ``note`` is told meanwhile."""
    notes: list[Problem] = []
    token = _notes.set(notes)
    try:
        yield notes
    finally:
        _notes.reset(token)


def note(place: Place | None, message: str, kind: Kind) -> None:
    """Says something about a line that does not stop the file from being read. Once per line is enough."""
    notes = _notes.get()
    if notes is None or place is None:
        return
    problem = Problem(place.file, place.line, message, kind)
    if problem not in notes:
        notes.append(problem)
