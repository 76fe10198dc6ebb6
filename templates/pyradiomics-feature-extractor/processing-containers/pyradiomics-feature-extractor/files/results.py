"""Writes features.json and features.csv per series, and features.csv and report.json for the batch."""

import csv
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

Row = dict[str, str | float | None]


@dataclass(frozen=True)
class Outcome:
    """The result of a series. `problem` is None if it has features."""

    series: str
    problem: str | None
    seconds: float


def finite(value: float) -> float | None:
    """JSON has neither NaN nor infinity."""
    return value if math.isfinite(value) else None


def write_json(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2, allow_nan=False) + "\n", encoding="utf-8")


def write_csv(path: Path, rows: Sequence[Row]) -> None:
    """Columns in order of first appearance. Missing values stay empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_report(path: Path, outcomes: Sequence[Outcome]) -> None:
    failed = [outcome for outcome in outcomes if outcome.problem is not None]
    write_json(
        path,
        {
            "series": len(outcomes),
            "succeeded": len(outcomes) - len(failed),
            "failed": len(failed),
            "outcomes": [asdict(outcome) for outcome in outcomes],
        },
    )
