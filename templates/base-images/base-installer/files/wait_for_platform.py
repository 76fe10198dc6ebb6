#!/usr/bin/env python3
"""Waits for the platform's API, so that no files are copied into a platform that is still starting."""

import os
import sys
import time
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

SECONDS_BETWEEN_TRIES = 2
SECONDS_FOR_ONE_TRY = 5


def problem_with(url: str) -> str | None:
    """Why the API does not answer, or None. A proxy could not resolve names inside the cluster, so none is used."""
    try:
        with build_opener(ProxyHandler({})).open(url, timeout=SECONDS_FOR_ONE_TRY):
            return None
    except (URLError, OSError, ValueError) as error:
        return str(error)


def main() -> None:
    url = os.environ.get("PLATFORM_API_URL", "").rstrip("/") + "/health-check"
    limit = float(os.environ.get("PLATFORM_WAIT_SECONDS") or "120")
    end = time.monotonic() + limit
    problem = problem_with(url)
    while problem is not None:
        if time.monotonic() + SECONDS_BETWEEN_TRIES > end:
            sys.exit(f"error: {url} did not answer within {limit:g} s: {problem}")
        print(f"waiting for {url}: {problem}", flush=True)
        time.sleep(SECONDS_BETWEEN_TRIES)
        problem = problem_with(url)
    print(f"{url} answers.")


if __name__ == "__main__":
    main()
