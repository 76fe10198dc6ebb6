"""Which of the platform's operators have a stand-in. ``operators.json`` is the one table, for Python and TypeScript."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from .contract import Failed

TABLE = Path(__file__).with_name("operators.json")


@dataclass(frozen=True)
class Operator:
    name: str
    """Class name in a DAG file."""
    module: str | None
    """In ``operators``; None without a stand-in."""
    reason: str


def find(name: str) -> Operator:
    """The operator of a class name, with or without its ending "Operator"."""
    operators = json.loads(TABLE.read_text(encoding="utf-8"))["operators"]
    for known in (name, f"{name}Operator"):
        if known in operators:
            entry = operators[known]
            return Operator(known, entry.get("module"), entry.get("reason", ""))
    raise Failed(f"{name} is not an operator of the platform.")


def main(_arguments: list[str]) -> None:
    sys.stdout.write(TABLE.read_text(encoding="utf-8"))
