"""Which tables a command or a dialog is about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """All tables that meet every condition given; ``None`` asks for nothing.

    Attributes:
        year: The budget year.
        unit_code: The code of the 预算单位.
        number: The number in publication order, counted across units within a year.
        project_ids: Just these projects.
    """

    year: int | None = None
    unit_code: str | None = None
    number: int | None = None
    project_ids: frozenset[str] | None = None


EVERYTHING = Selection()
