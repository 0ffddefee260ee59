"""What each command does. Loaded only when a command is run: the window starts without it."""

import logging
from argparse import Namespace
from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Final, TypeAlias

from core.cli.program import Context, Exit

log = logging.getLogger(__name__)

Handler: TypeAlias = Callable[[Context, Namespace], Exit]

HANDLERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sample": "tables.sample",
        "import": "tables.import_files",
        "list": "tables.list_tables",
        "audit": "tables.audit_tables",
        "export": "exporting.export_tables",
        "verify": "verifying.verify",
        "backup": "upkeep.backup",
        "restore": "upkeep.restore",
        "check": "upkeep.check",
        "self-test": "self_test.self_test",
    }
)
"""Module of ``core.cli`` and function, by name: no command waits for what only others need."""


def handler(command: str) -> Handler:
    """The function that does a command."""
    module, _, function = HANDLERS[command].partition(".")
    found: Handler = getattr(import_module(f"core.cli.{module}"), function)
    return found


def perform(context: Context, arguments: Namespace) -> Exit:
    """Run the command that ``core.cli.commands.parse`` has read.

    Raises:
        UsageError: It cannot be meant (exit code 2).
        KnownError: It could not be done (exit code 3); nothing was changed.
    """
    outcome = handler(arguments.command)(context, arguments)
    log.info("%s ended with %d", arguments.command, outcome)
    return outcome
