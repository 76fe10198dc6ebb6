"""Says which lines call the network when a file is loaded, also when the file hides the failure."""

from __future__ import annotations

import sys

from .places import place_of_call
from .problems import note


def watch_network() -> None:
    """Cannot be undone: for processes that load one file and end."""
    sys.addaudithook(_on_event)


def _on_event(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    name = host.decode("utf-8", "replace") if isinstance(host, bytes) else str(host)
    note(place_of_call(), f"The file calls {name} when it is loaded, and every time that Airflow reads it.", "network")
