"""What a command works with: the exit codes, the context, the workspace that it opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from core.domain.errors import KnownError, UntidyError
from core.domain.texts import on_one_line
from core.reach import is_there

if TYPE_CHECKING:  # the window reads the command line too, and must not wait for what only commands need
    from core.ports import Workspace, WorkspaceStore


class Exit(IntEnum):
    """The exit codes that product.md promises."""

    DONE = 0
    FOUND = 1
    """There are findings, faults or differences."""
    WRONG_USAGE = 2
    COULD_NOT = 3


@dataclass(frozen=True, slots=True)
class Context:
    """What the composition root hands to a command.

    Attributes:
        store: Makes and opens workspaces.
        workspace: The file that the command is about.
        out: Standard output, UTF-8.
        err: Standard error, UTF-8.
        try_window: Opens the window of a workspace where nobody sees it, and closes it.
    """

    store: WorkspaceStore
    workspace: Path
    out: TextIO
    err: TextIO
    try_window: Callable[[Path], None]

    def say(self, text: str) -> None:
        """Lines for standard output; control characters, which a terminal would obey, are shown by their codes."""
        print(_harmless(text), file=self.out)

    def complain(self, sentence: str) -> None:
        """A sentence for standard error."""
        print(_harmless(sentence), file=self.err)


def _harmless(text: str) -> str:
    return "\n".join(map(on_one_line, text.split("\n")))


@contextmanager
def opened(context: Context) -> Iterator[Workspace]:
    """The workspace, for a command that needs one to be there.

    Raises:
        KnownError: There is no such file, or it cannot be opened.
    """
    if not is_there(context.workspace):
        raise KnownError(f"找不到工作区文件“{context.workspace}”。")
    workspace = context.store.open(context.workspace)
    try:
        yield workspace
        if workspace.is_mirror_behind:
            _mirror_backups(context, workspace)
    finally:
        _close(context, workspace)


def _close(context: Context, workspace: Workspace) -> None:
    """What the command has done stands, also where there is no room to tidy up after it."""
    try:
        workspace.close()
    except UntidyError as error:
        context.complain(error.sentence)


def _mirror_backups(context: Context, workspace: Workspace) -> None:
    """A second place that is not there now is no failure of the command; the next opening in a window tries again."""
    try:
        workspace.mirror_backups()
    except KnownError as error:
        context.complain(error.sentence)


@contextmanager
def opened_or_created(context: Context) -> Iterator[Workspace]:
    """The workspace, made if there is none; a new one into which nothing came is taken away again.

    Raises:
        KnownError: It can neither be opened nor made.
    """
    if is_there(context.workspace):
        with opened(context) as workspace:
            yield workspace
        return
    workspace = context.store.create(context.workspace)
    try:
        yield workspace
    finally:
        with workspace.read() as reader:
            is_empty = not reader.outline()
        if is_empty:
            context.store.discard(workspace)
        else:
            _close(context, workspace)
