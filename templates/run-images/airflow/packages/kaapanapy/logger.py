"""A logger that writes to standard output, where the task's log comes from."""

from __future__ import annotations

import logging
import sys


def get_logger(name: str = "kaapana", level: int | str = logging.INFO) -> logging.Logger:
    logger = logging.getLogger(name)
    logger.setLevel(level)
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(asctime)s - %(name)s - %(levelname)s - %(message)s"))
        logger.addHandler(handler)
        logger.propagate = False
    return logger
