"""What the tests of the stand-ins share. They run in the image, with the pytest that it brings for users' containers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

BROKEN = ["mixed-orientations", "duplicate-slices", "missing-slices", "no-pixels", "four-dimensions", "compressed"]
MORE = ["run-length", "one-slice"]


def program(*arguments: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "edk_stand_ins", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **(environment or {})}, check=False
    )


@dataclass(frozen=True)
class Sample:
    folder: Path
    series: list[dict[str, Any]]

    def one(self, modality: str, visit: str = "baseline") -> dict[str, Any]:
        return next(s for s in self.series if s["modality"] == modality and s["visit"] == visit and "broken" not in s)

    def broken(self, kind: str) -> dict[str, Any]:
        return next(s for s in self.series if s.get("broken") == kind)

    def files(self, series: dict[str, Any]) -> list[Path]:
        return sorted((self.folder / series["folder"]).iterdir())


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    folder = tmp_path_factory.mktemp("sample")
    done = program("sample", "--output", str(folder), "--options", json.dumps({"broken": BROKEN + MORE}))
    assert done.returncode == 0, done.stderr
    return Sample(folder, json.loads((folder / "ground-truth.json").read_text())["series"])


@dataclass
class Run:
    """A run's folder on disk, and tasks that run in it as the platform would start them."""

    folder: Path
    data: Path
    minio: Path
    pacs: Path
    output: str = ""

    @property
    def batch(self) -> Path:
        return self.folder / "batch"

    def conf(self, identifiers: list[str], form: dict[str, Any] | None = None, **others: Any) -> None:
        conf = {"data_form": {"identifiers": identifiers}, "workflow_form": form or {}, **others}
        (self.folder / "conf").mkdir(exist_ok=True)
        (self.folder / "conf" / "conf.json").write_text(json.dumps(conf))

    def task(self, operator: str, out: str, into: str | None = None, **arguments: Any) -> int:
        """Exit code of a task; what it said is in ``output``."""
        environment = {
            "WORKFLOW_DIR": str(self.folder),
            "BATCH_NAME": "batch",
            "RUN_ID": "run-240101000000000000",
            "OPERATOR_OUT_DIR": out,
            "EDK_ARGUMENTS": json.dumps(arguments),
            "EDK_DATA": str(self.data),
            "EDK_MINIO": str(self.minio),
            "EDK_PACS": str(self.pacs),
            **({} if into is None else {"OPERATOR_IN_DIR": into}),
        }
        done = program(operator, environment=environment)
        self.output = done.stdout + done.stderr
        return done.returncode

    def write(self, path: str, content: str = "") -> Path:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
        return file

    def out(self, series: str, folder: str) -> list[str]:
        """Names of what a task wrote for a series."""
        found = self.batch / series / folder
        return sorted(str(path.relative_to(found)) for path in found.rglob("*") if path.is_file())


@pytest.fixture
def run(tmp_path: Path, sample: Sample) -> Run:
    folder = tmp_path / "run"
    folder.mkdir()
    return Run(folder, sample.folder, tmp_path / "minio", tmp_path / "pacs")


@pytest.fixture
def make_run(run: Run) -> Callable[[list[str]], Run]:
    """A run whose series are fetched as DICOM into ``get-input-data``."""

    def make(identifiers: list[str]) -> Run:
        run.conf(identifiers)
        assert run.task("GetInputOperator", "get-input-data") == 0, run.output
        return run

    return make
