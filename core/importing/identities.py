"""Which table of a copy that this program wrote each of those found in it is, and under which year it comes in."""

from collections.abc import Iterator, Sequence

from core.domain.copies import CopiedTable
from core.importing.builder import TableBuilder
from core.importing.document import Document


def identities_of(builders: Sequence[TableBuilder], document: Document) -> list[CopiedTable | None]:
    """Which table of the copy each one was written as: by its worksheet or its heading's bookmark, else by its number.

    Each year counts its tables from 1: several of one number are told apart by their order, and where some of them are
    missing by the tables before and behind.
    """
    waiting = list(document.identities)
    by_place = {identity.place: identity for identity in waiting}
    found: list[CopiedTable | None] = []
    for builder in builders:
        place = next((name for name in (builder.sheet, *reversed(builder.bookmarks)) if name in by_place), "")
        identity = by_place.pop(place, None)
        found.append(identity)
        if identity is not None:
            waiting.remove(identity)
    unknown = [index for index, identity in enumerate(found) if identity is None]
    for number in dict.fromkeys(builders[index].number for index in unknown):
        places = [index for index in unknown if builders[index].number == number]
        same_number = [identity for identity in waiting if identity.number == number]
        if len(same_number) in (1, len(places)):  # of one that was copied the first is the original
            for index, identity in zip(places, same_number, strict=False):
                found[index] = identity
    for index in unknown:
        if found[index] is None:
            between = [
                one for one in _between(found, index, document.identities) if one.number == builders[index].number
            ]
            found[index] = between[0] if len(between) == 1 else None
    return found


def _between(found: Sequence[CopiedTable | None], index: int, written: Sequence[CopiedTable]) -> Sequence[CopiedTable]:
    """What was written between the table before this one and the table behind it, as far as these are known."""
    before = next((written.index(one) for one in reversed(found[:index]) if one is not None), -1)
    behind = next((written.index(one) for one in found[index + 1 :] if one is not None), len(written))
    return written[before + 1 : behind]


def years_of(identities: Sequence[CopiedTable | None], document: Document) -> Iterator[int | None]:
    """The year of each table of a copy; of one that somebody has put into it, that of the table before it.

    Where none of several years' tables is known again, no year is.
    """
    if len({identity.year for identity in document.identities}) > 1 and not any(identities):
        yield from (None for _ in identities)
        return
    known = [identity for identity in (*identities, *document.identities) if identity is not None]
    year = known[0].year if known else None
    for identity in identities:
        year = identity.year if identity is not None else year
        yield year
