"""Makes a problem of the error that the loading of a file ended with."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator

from airflow.exceptions import AirflowException, AirflowTaskTimeout
from sqlalchemy.exc import SQLAlchemyError

from .places import Place, place_of_error
from .problems import Kind, Problem

# What Airflow's environment on the platform brings and this image does not: large, and rarely needed to load a file.
PLATFORM_ONLY = frozenset(
    "bs4 celery data_api dicomweb_client dotenv elasticsearch joblib jupyter jupyterlab kaapana_federated kombu lxml"
    " matplotlib nbconvert nbformat networkx nibabel notebook PIL plotly psycopg2 redis scipy seaborn skimage sklearn"
    " sympy timeloop torch torchaudio torchvision tqdm".split()
)
# Operators of older platforms that Kaapana 0.6.0 no longer has.
GONE = frozenset({"GetZenodoModelOperator", "HelperMinio", "HelperOpensearch", "LocalDeleteFromPacsOperator"})

# Names of requests and urllib3 are compared as text: a file may bring its own client.
_NETWORK_ERRORS = (ConnectionError, TimeoutError)


def explain(error: BaseException, file: str, seconds: float) -> Problem:
    """The problem of ``file``, which may lie in another file that it imports."""
    place = place_of_error(error) or Place(file, None)
    kind, message = _kind_and_message(error, seconds)
    return Problem(place.file, place.line, message, kind)


def _kind_and_message(error: BaseException, seconds: float) -> tuple[Kind, str]:
    if isinstance(error, AirflowTaskTimeout):
        return "timeout", f"Loading the file takes longer than {seconds:g} s. The platform stops it then."
    if isinstance(error, ModuleNotFoundError) and error.name is not None:
        return _missing_module(error, error.name)
    if isinstance(error, ImportError) and _is_of_platform(error.name or ""):
        return "notSupported", f"The EDK does not know this name of {error.name}: {_summary(error)}"
    if isinstance(error, MemoryError):
        return "import", "MemoryError: loading the file takes too much memory."
    if isinstance(error, SyntaxError):
        return "import", f"SyntaxError: {error.msg}"
    if any(isinstance(one, SQLAlchemyError) for one in _chain(error)):
        return "notSupported", "The file asks Airflow's database when it is loaded. There is none on this machine."
    if isinstance(error, KeyError) and re.fullmatch(r"'Variable \S+ does not exist'", str(error)):
        return "notSupported", f"The file asks for a variable of Airflow, which only the platform has: {error.args[0]}."
    if any(isinstance(one, _NETWORK_ERRORS) or _is_name_error(one) for one in _chain(error)):
        return "network", f"The file needs the network to be loaded: {_summary(error)}"
    if _is_argument_error(error):
        return "argument", _summary(error)
    return "import", _summary(error)


def _missing_module(error: ModuleNotFoundError, name: str) -> tuple[Kind, str]:
    first = name.partition(".")[0]
    if first in PLATFORM_ONLY:
        return "notSupported", f"The platform's Airflow has {first}; the image that reads DAG files here does not."
    operator = name.rpartition(".")[2]
    if _is_of_platform(name) and operator not in GONE:
        return "notSupported", f"The EDK does not know {name}. If the platform has it, only the platform can load this."
    return "import", _summary(error)


def _is_of_platform(module: str) -> bool:
    return module.partition(".")[0] in ("kaapana", "kaapanapy", "task_api", "task_api_operators")


def _is_name_error(error: BaseException) -> bool:
    return type(error).__name__ in ("gaierror", "NameResolutionError", "NewConnectionError", "MaxRetryError")


def _is_argument_error(error: BaseException) -> bool:
    """Whether the constructor of an operator refused what it was given."""
    frames = traceback.extract_tb(error.__traceback__)
    in_operator = any(frame.name in ("__init__", "apply_defaults") and _is_ours(frame.filename) for frame in frames)
    if isinstance(error, AirflowException):
        return "Invalid arguments were passed" in str(error) or "missing keyword argument" in str(error)
    unexpected = isinstance(error, TypeError) and "unexpected keyword argument" in str(error)
    return unexpected or (in_operator and isinstance(error, (AssertionError, NameError, TypeError, ValueError)))


def _is_ours(file: str) -> bool:
    return "/kaapana/operators/" in file or "/task_api_operators/" in file


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _summary(error: BaseException) -> str:
    """The last line of a traceback, without line breaks."""
    text = " ".join("".join(traceback.format_exception_only(error)).split())
    return text if len(text) <= 500 else f"{text[:500]}..."
