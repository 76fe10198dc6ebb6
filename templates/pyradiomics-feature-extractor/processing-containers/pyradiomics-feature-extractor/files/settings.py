"""The settings from the form and the operator: environment variables, checked and typed."""

import ast
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FEATURE_CLASSES = ("firstorder", "shape", "glcm", "glrlm", "glszm", "gldm", "ngtdm")
IMAGE_FILTERS = ("Original", "Wavelet", "LoG", "Square", "SquareRoot", "Logarithm", "Exponential", "Gradient")


class ParameterError(Exception):
    """An invalid value. The message names the variable and the valid values."""


@dataclass(frozen=True)
class Settings:
    batch_folder: Path
    result_folder: Path
    """For the results of the whole batch."""
    image_folder_name: str
    mask_folder_name: str | None
    output_folder_name: str
    feature_classes: tuple[str, ...]
    image_filters: tuple[str, ...]
    bin_width: float
    mask_label: int
    log_sigma: tuple[float, ...]
    """Sizes in millimetres that the LoG filter emphasises."""


def read_settings(environment: Mapping[str, str]) -> Settings:
    workflow_folder = Path("/") / required(environment, "WORKFLOW_DIR")
    output_folder_name = required(environment, "OPERATOR_OUT_DIR")
    return Settings(
        batch_folder=workflow_folder / required(environment, "BATCH_NAME"),
        result_folder=workflow_folder / output_folder_name,
        image_folder_name=required(environment, "OPERATOR_IN_DIR"),
        mask_folder_name=optional(environment, "OPERATOR_IN_MASK_DIR"),
        output_folder_name=output_folder_name,
        feature_classes=choices(environment, "FEATURE_CLASSES", FEATURE_CLASSES, default=FEATURE_CLASSES),
        image_filters=choices(environment, "IMAGE_FILTERS", IMAGE_FILTERS, default=("Original",)),
        bin_width=positive_number("BIN_WIDTH", optional(environment, "BIN_WIDTH") or 25),
        mask_label=positive_integer("MASK_LABEL", optional(environment, "MASK_LABEL") or "1"),
        log_sigma=positive_numbers(environment, "LOG_SIGMA", default=(1.0, 2.0, 3.0)),
    )


def optional(environment: Mapping[str, str], name: str) -> str | None:
    """An empty field of the form arrives as the text "None"."""
    value = environment.get(name, "").strip()
    return None if value in ("", "None") else value


def required(environment: Mapping[str, str], name: str) -> str:
    value = optional(environment, name)
    if value is None:
        raise ParameterError(f"{name} is not set. The platform sets it for every operator.")
    return value


def literal_list(name: str, text: str) -> list[object]:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError) as error:
        raise ParameterError(f"{name} is {text!r}; it must be a list, e.g. ['shape', 'glcm'] or [1, 2].") from error
    if not isinstance(value, (list, tuple)) or not value:
        raise ParameterError(f"{name} is {text!r}; it must be a list with at least one entry.")
    return list(value)


def choices(
    environment: Mapping[str, str], name: str, allowed: tuple[str, ...], default: tuple[str, ...]
) -> tuple[str, ...]:
    text = optional(environment, name)
    if text is None:
        return default
    chosen = literal_list(name, text)
    unknown = [choice for choice in chosen if choice not in allowed]
    if unknown:
        raise ParameterError(f"{name} has {unknown[0]!r}; valid values are {', '.join(allowed)}.")
    return tuple(choice for choice in allowed if choice in chosen)


def positive_number(name: str, value: object) -> float:
    try:
        number = float(str(value))
    except ValueError as error:
        raise ParameterError(f"{name} is {value!r}; it must be a number.") from error
    if not math.isfinite(number) or number <= 0:
        raise ParameterError(f"{name} is {value!r}; it must be greater than 0.")
    return number


def positive_numbers(environment: Mapping[str, str], name: str, default: tuple[float, ...]) -> tuple[float, ...]:
    text = optional(environment, name)
    return default if text is None else tuple(positive_number(name, value) for value in literal_list(name, text))


def positive_integer(name: str, value: str) -> int:
    number = positive_number(name, value)
    if number != int(number):
        raise ParameterError(f"{name} is {value!r}; it must be a whole number.")
    return int(number)
