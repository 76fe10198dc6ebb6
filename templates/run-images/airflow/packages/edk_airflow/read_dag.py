"""Reads every file of a DAG folder that Airflow would, each in a process of its own, as its scheduler does."""

from __future__ import annotations

import faulthandler
import json
import os
import re
import resource
import signal
import sys
import tempfile
import time
from pathlib import Path

from airflow.configuration import conf
from airflow.utils.file import list_py_file_paths

from .describe import describe_dag
from .load_file import load_file
from .network_watch import watch_network
from .places import DagFolder
from .problems import Problem

VERSION = 1
# A file that catches Airflow's own alarm is stopped by us, after it had the time to end.
_GRACE_SECONDS = 3.0
_MEMORY_BYTES = 1024**3
_LARGEST_ANSWER = 8 * 1024**2

Answer = dict[str, list[object]]


def read_dag(folder: DagFolder) -> dict[str, object]:
    """The whole folder. A file that cannot be read is a problem; the others are read nevertheless."""
    files = sorted(list_py_file_paths(folder.path, safe_mode=True, include_examples=False))
    answers = [_unseen(folder, files), *(_read_apart(folder, file) for file in files)]
    return {
        "version": VERSION,
        "problems": _unique([problem for answer in answers for problem in answer["problems"]]),
        "dags": [dag for answer in answers for dag in answer["dags"]],
    }


def _unseen(folder: DagFolder, read: list[str]) -> Answer:
    """Files whose names say that they make DAGs, and that Airflow leaves out."""
    left = sorted(str(file) for file in folder.path.rglob("dag_*.py") if str(file) not in read)
    message = 'Airflow does not read this file: the words "dag" and "airflow" must both be in it.'
    return _only(*(Problem(folder.relative(file), None, message, "import") for file in left if not _is_ignored(file)))


def _is_ignored(file: str) -> bool:
    """Whether the words are there, so that an .airflowignore leaves it out on purpose."""
    text = Path(file).read_bytes().lower()
    return b"dag" in text and b"airflow" in text


def _read_apart(folder: DagFolder, file: str) -> Answer:
    with tempfile.TemporaryDirectory() as scratch:
        answer, trace = Path(scratch, "answer.json"), Path(scratch, "trace")
        trace.touch()
        child = os.fork()
        if child == 0:
            _load_and_leave(folder, file, answer, trace)
        limit = conf.getfloat("core", "dagbag_import_timeout") + _GRACE_SECONDS
        state = _wait(child, limit, trace)
        _end_others(child)
        if state == 0 and answer.exists() and answer.stat().st_size <= _LARGEST_ANSWER:
            return json.loads(answer.read_text(encoding="utf-8"))
        return _only(_unanswered(folder, file, state, trace))


def _load_and_leave(folder: DagFolder, file: str, answer: Path, trace: Path) -> None:
    """Ends the process without the file's own handlers and threads, which might never end."""
    own = os.getpid()
    os.setsid()
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY_BYTES, _MEMORY_BYTES))
    with trace.open("w") as trace_file:
        faulthandler.register(signal.SIGUSR1, trace_file)
        watch_network()
        try:
            loaded = load_file(file)
            # A file that forks comes here twice.
            if os.getpid() == own:
                _write_answer(answer, loaded.problems, [describe_dag(dag, folder) for dag in loaded.dags])
            os._exit(0)
        except BaseException as error:
            print(f"{file}: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        finally:
            os._exit(1)


def _write_answer(answer: Path, problems: list[Problem], dags: list[dict[str, object]]) -> None:
    text = json.dumps({"problems": [problem.to_json() for problem in problems], "dags": dags})
    unfinished = answer.with_suffix(".unfinished")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.rename(answer)


def _wait(child: int, seconds: float, trace: Path) -> int | None:
    """The state that the child ended with; None when it had to be stopped."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended != 0:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(child, signal.SIGUSR1)
    deadline = time.monotonic() + 1
    while trace.stat().st_size == 0 and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _end_others(child: int) -> None:
    """Ends what a file started. As the first process of a container we may end everything else."""
    try:
        if os.getpid() == 1:
            os.kill(-1, signal.SIGKILL)
        else:
            os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        return
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.01)
        except ChildProcessError:
            return


def _unanswered(folder: DagFolder, file: str, state: int | None, trace: Path) -> Problem:
    name = folder.relative(file)
    if state is None:
        seconds = conf.getfloat("core", "dagbag_import_timeout")
        message = f"Loading the file takes longer than {seconds:g} s. The platform stops it then."
        place_file, line = _last_place(folder, trace.read_text(encoding="utf-8", errors="replace")) or (name, None)
        return Problem(place_file, line, message, "timeout")
    if state == -signal.SIGKILL:
        return Problem(name, None, "Loading the file takes too much memory: it was stopped.", "import")
    how = f"signal {-state}" if state < 0 else f"exit status {state}"
    return Problem(name, None, f"Loading the file ends the process that reads it ({how}).", "import")


def _last_place(folder: DagFolder, trace: str) -> tuple[str, int] | None:
    """The innermost line of the user's files in what faulthandler writes: the latest call stands first."""
    for file, line in re.findall(r'File "([^"]+)", line (\d+)', trace):
        if folder.holds(file):
            return folder.relative(file), int(line)
    return None


def _only(*problems: Problem) -> Answer:
    return {"problems": [problem.to_json() for problem in problems], "dags": []}


def _unique(problems: list[object]) -> list[object]:
    """Two DAGs that import one broken helper say the same."""
    return [problem for index, problem in enumerate(problems) if problem not in problems[:index]]
