"""
Each operator has a module of its own name on the platform. The built-in ones lie together here, so their modules are
names of the files that hold them.
"""

from __future__ import annotations

import sys

from . import data_operators, imaging_operators
from .builtin import BuiltIn

for _file in (data_operators, imaging_operators):
    for _name, _operator in vars(_file).items():
        if isinstance(_operator, type) and issubclass(_operator, BuiltIn) and _operator.__module__ == _file.__name__:
            sys.modules[f"{__name__}.{_name}"] = _file
