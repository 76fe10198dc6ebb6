"""``python3 -m edk_stand_ins <operator or program>``."""

from __future__ import annotations

import logging
import sys
from importlib import import_module

from . import table
from .contract import EXIT_FAILED, EXIT_SKIPPED, Failed, Skipped, environment_task

log = logging.getLogger("stand-in")

PROGRAMS = {
    "list": "table",
    "sample": "sample.generate",
    "series": "series",
    "grid": "grid",
}
"""Beside the operators: what takes arguments of its own and prints its result. Logs go to standard error then."""


def main(arguments: list[str]) -> int:
    name, *rest = arguments or ["list"]
    program = PROGRAMS.get(name)
    stream = sys.stdout if program is None else sys.stderr
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s", stream=stream)
    log.setLevel(logging.INFO)
    try:
        if program is not None:
            return int(import_module(f".{program}", __package__).main(rest) or 0)
        run_operator(name)
        return 0
    except Skipped as reason:
        log.info("Skipped: %s", reason)
        return EXIT_SKIPPED
    except Failed as error:
        log.error("%s", error)
        return EXIT_FAILED


def run_operator(name: str) -> None:
    operator = table.find(name)
    if operator.module is None:
        raise Failed(f"There is no stand-in for {operator.name}: {operator.reason}")
    import_module(f".operators.{operator.module}", __package__).run(environment_task())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
