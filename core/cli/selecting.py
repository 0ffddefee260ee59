"""What the arguments ``--year``, ``--unit`` and ``--project`` select."""

from argparse import Namespace

from core.domain.selection import Selection


def selection_of(arguments: Namespace) -> Selection:
    """The tables that a command is about."""
    return Selection(arguments.year, arguments.unit, arguments.project)
