"""Errors that a clerk can understand and act on."""

from pathlib import Path


class KnownError(Exception):
    """Something the surroundings or the input made impossible; not a bug.

    The message is one plain Chinese sentence (what happened, and what to do) and is shown as it is:
    beside the cell, in a dialog, or on standard error. Every other exception is a bug and goes to the
    crash report.
    """

    @property
    def sentence(self) -> str:
        """The sentence to show."""
        return str(self)


class StaleEditError(KnownError):
    """An edit's old value no longer stands: somebody else changed it in between."""


class DamagedError(KnownError):
    """A workspace file's content cannot be trusted; what of it can be read may be salvaged into a new one.

    Attributes:
        path: The file.
    """

    def __init__(self, sentence: str, path: Path) -> None:
        super().__init__(sentence)
        self.path = path


class UntidyError(KnownError):
    """All that was written is on the disk, but part of it only in the log beside the one file."""


class UsageError(KnownError):
    """The command line or a call asks for something that cannot be meant (exit code 2)."""


class Cancelled(Exception):  # noqa: N818 - it is not an error
    """Raised inside long work when the clerk pressed 取消. Not an error: nothing was changed."""
