"""What the platform's own operators have in common: their arguments are data for the stand-ins that run them."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, ClassVar

from airflow.models.baseoperator import BaseOperator
from edk_airflow.places import place_of_call
from edk_airflow.problems import note

from .KaapanaBaseOperator import _WITHOUT_EFFECT, KaapanaBaseOperator
from .KaapanaPythonBaseOperator import KaapanaPythonBaseOperator


def _parameters(operator: type) -> frozenset[str]:
    return frozenset(inspect.signature(operator.__init__).parameters)


_COMMON = _parameters(BaseOperator) | _parameters(KaapanaBaseOperator) | frozenset((*_WITHOUT_EFFECT, "pool"))


class BuiltIn:
    """Mixed into an operator. ``own`` are the arguments that only this operator has, with their defaults."""

    default_name: ClassVar[str]
    own: ClassVar[Mapping[str, Any]] = {}
    own_arguments: dict[str, Any]

    @classmethod
    def split_arguments(cls, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Arguments that all operators have, and the operator's own; unknown ones count as its own, and are said."""
        common = {key: value for key, value in given.items() if key in _COMMON and key not in cls.own}
        own = {**cls.own, **{key: value for key, value in given.items() if key not in common}}
        unknown = sorted(own.keys() - cls.own.keys())
        if unknown:
            names = ", ".join(unknown)
            message = (
                f"The EDK does not know the argument {names} of {cls.__name__}. "
                "If Kaapana 0.6.0 does not have it either, Airflow cannot load the file."
            )
            note(place_of_call(), message, "notSupported")
        return common, own


class BuiltInContainer(BuiltIn, KaapanaBaseOperator):
    """An operator whose image the platform brings."""

    memory: ClassVar[tuple[float, float | None]] = (500, None)
    hands_on_parallel_id: ClassVar[bool] = True

    def __init__(self, *, name: str | None = None, **given: Any) -> None:
        common, own = self.split_arguments(given)
        request, limit = self.memory
        defaults = {
            "ram_mem_mb": request,
            "ram_mem_mb_lmt": limit,
            "keep_parallel_id": self.hands_on_parallel_id,
        }
        super().__init__(name=name or self.default_name, **{**defaults, **common})
        self.own_arguments = own


class BuiltInPython(BuiltIn, KaapanaPythonBaseOperator):
    """An operator that the platform runs in Airflow. Its code is the platform's; ``edk`` has a stand-in, or none."""

    def __init__(self, *, name: str | None = None, **given: Any) -> None:
        common, own = self.split_arguments(given)
        common.setdefault("python_callable", self.start)
        super().__init__(name=name or self.default_name, **common)
        self.own_arguments = own

    def start(self, **kwargs: Any) -> None:
        raise NotImplementedError(f"{type(self).__name__} is the platform's own.")
