"""Work on a file of somebody else's in a process of its own, which can be stopped and takes no more than its share.

For readers whose time and memory cannot be bounded from outside: a page of a megabyte can unfold to gigabytes.
"""

import logging
import multiprocessing
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any, Final, TypeVar

from core.diagnostics import way_of
from core.domain.errors import KnownError
from core.ports import Pulse, go_on

if sys.platform != "win32":
    import resource

Answer = TypeVar("Answer")

MAX_BYTES: Final = 1024 * 1024 * 1024
"""Address space of the process, of which Python and its libraries take a quarter. Windows knows no such limit."""
_PULSE_SECONDS: Final = 0.1

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Bug:
    """What the other process could not know of; ``way`` is for the log."""

    way: str


def apart(work: Callable[[str], Answer], argument: str, seconds: float, otherwise: str, pulse: Pulse = go_on) -> Answer:
    """What ``work`` answers to ``argument``.

    Args:
        work: A function of a module: the process imports it.
        argument: A path.
        seconds: How long it may take.
        otherwise: The sentence if it takes longer, needs more memory, or breaks down; a bug goes to the log as well.
        pulse: Called now and then; may raise Cancelled, which ends the process.

    Raises:
        KnownError: As ``work`` does, or ``otherwise``.
    """
    context = multiprocessing.get_context("spawn")  # a fork would share the locks of the window's threads
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_perform, args=(there, work, argument), daemon=True)
    with here:
        process.start()
        there.close()
        try:
            end = monotonic() + seconds
            while not here.poll(_PULSE_SECONDS):
                pulse()
                if monotonic() > end:
                    raise KnownError(otherwise)
            outcome: Answer | KnownError | _Bug = here.recv()
        except EOFError as error:
            raise KnownError(otherwise) from error
        finally:
            process.kill()
            process.join()
            process.close()
    if isinstance(outcome, _Bug):
        log.error("%s broke down in its process:\n%s", work.__qualname__, outcome.way)
        raise KnownError(otherwise)
    if isinstance(outcome, KnownError):
        raise outcome
    return outcome


def _perform(answers: Connection, work: Callable[[str], Any], argument: str) -> None:
    """In the other process: nobody reads what it might print."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (MAX_BYTES, MAX_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(MemoryError):
        try:
            answers.send(work(argument))
        except KnownError as error:
            answers.send(error)
        except MemoryError:
            raise
        except Exception as bug:
            answers.send(_Bug("".join(way_of(bug))))
