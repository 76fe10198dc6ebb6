"""Loads one file as Airflow's scheduler does."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass

from airflow.configuration import conf
from airflow.models.dag import DAG
from airflow.models.dagbag import DagBag

from .explain import explain
from .places import current_folder
from .problems import Problem, collected_notes


@dataclass(frozen=True)
class LoadedFile:
    dags: list[DAG]
    problems: list[Problem]


class _ErrorCollector(logging.Handler):
    """DagBag keeps texts of errors only; what it logs has the errors themselves."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[BaseException] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and error not in self.errors:
            self.errors.append(error)


def load_file(path: str) -> LoadedFile:
    """The DAGs of a file, and why it or some of them cannot be had."""
    bag = DagBag(os.devnull, include_examples=False, collect_dags=False)
    collector = _ErrorCollector()
    logger = bag.log
    logger.addHandler(collector)
    try:
        with collected_notes() as notes:
            try:
                bag.process_file(path, only_if_updated=False)
            except BaseException as error:  # SystemExit, for example, ends the scheduler's process.
                collector.errors.append(error)
    finally:
        logger.removeHandler(collector)
    seconds = conf.getfloat("core", "dagbag_import_timeout")
    file = current_folder().relative(path)
    errors = [explain(error, file, seconds) for error in collector.errors]
    dags = sorted(bag.dags.values(), key=lambda dag: dag.dag_id)
    return LoadedFile(dags, errors + [one for one in notes if not _is_said(one, errors)])


def _is_said(one: Problem, errors: list[Problem]) -> bool:
    return any((one.file, one.line) == (error.file, error.line) for error in errors)
