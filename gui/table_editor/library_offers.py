"""What the indicator library offers while a cell is typed; nothing is chosen beforehand, Enter takes what is typed."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, islice
from typing import Final

from core.catalogue.schemes import Scheme
from core.services.library import Entry
from gui.pinyin import search_pattern
from gui.table_editor.choices import NOTHING, Offer, Suggestions

HOW_TO_CHOOSE: Final = "按 ↓ 选用；直接回车保留所填的内容"
MOST_CONSIDERED: Final = 1000
MOST_INITIALS: Final = 8
MOST_OFFERS: Final = 40  # more than anybody steps through


class NameIndex:
    """Entries of the library by name, searched fast: seventy thousand names in a few milliseconds.

    Attributes:
        entries: In the order of the library, the more usual first.
    """

    def __init__(self, entries: Sequence[Entry] = ()) -> None:
        self.entries = entries
        self._names = "\n".join(entry.name for entry in entries)  # one search over all; no name has a line break
        self._starts = [0, *accumulate(len(entry.name) + 1 for entry in entries)]

    def search(self, pattern: re.Pattern[str]) -> list[Entry]:
        """Entries whose name the pattern finds, those that begin with it first; of very many some are left out."""
        leading: list[Entry] = []
        inside: list[Entry] = []
        for match in islice(pattern.finditer(self._names), MOST_CONSIDERED):
            number = bisect_right(self._starts, match.start()) - 1
            (leading if match.start() == self._starts[number] else inside).append(self.entries[number])
        return leading + inside


class Words:
    """The library, ready to be offered from.

    Attributes:
        all: Every entry.
    """

    def __init__(self, entries: Sequence[Entry] = ()) -> None:
        self.all = NameIndex(entries)
        places: dict[tuple[str, str], list[Entry]] = {}
        self._by_name: dict[str, list[Entry]] = {}
        for entry in entries:
            places.setdefault((entry.category, entry.subcategory), []).append(entry)
            self._by_name.setdefault(entry.name, []).append(entry)
        self._places = {place: NameIndex(found) for place, found in places.items()}

    def named(self, name: str) -> Sequence[Entry]:
        """The entries of a 三级指标."""
        return self._by_name.get(" ".join(name.split()), ())

    def under(self, place: tuple[str, str]) -> NameIndex:
        """The entries under an 一级 and 二级指标."""
        return self._places.get(place, NameIndex())


def name_suggestions(typed: str, words: Words, scheme: Scheme, category: str, subcategory: str) -> Suggestions:
    """三级指标 of the library that hold what is typed, as Chinese or pinyin initials; Enter takes what is typed.

    Those under the row's 二级指标 come first, then those that begin with it; a blank text gives the former only.

    Args:
        typed: As typed so far.
        words: The library.
        scheme: Of the year.
        category: 一级指标 of the row. If it and the 二级指标 are blank, an offer brings its own along.
        subcategory: 二级指标 of the row.
    """
    query = typed.strip()
    own = words.under(scheme.canonical(category, subcategory))
    is_bare = not category.strip() and not subcategory.strip()
    found = [*own.search(_pattern(query)), *words.all.search(_pattern(query))] if query else own.entries
    best: dict[str, Entry] = {}
    for entry in found:
        best.setdefault(entry.name, entry)
    best.pop(query, None)
    return _to_choose(_name_offer(entry, scheme, brings=is_bare) for entry in islice(best.values(), MOST_OFFERS))


def _to_choose(offers: Iterable[Offer]) -> Suggestions:
    """Offers of which none is chosen beforehand, and how to choose one."""
    found = tuple(offers)
    return Suggestions(found, reading=HOW_TO_CHOOSE) if found else NOTHING


def _pattern(query: str) -> re.Pattern[str]:
    """Each letter costs 2.5 ms to compile, and nobody types a long text by its initials."""
    letters = sum(sign.isascii() and sign.isalpha() for sign in query)
    return search_pattern(query) if letters <= MOST_INITIALS else re.compile(re.escape(query), re.IGNORECASE)


def _name_offer(entry: Entry, scheme: Scheme, *, brings: bool) -> Offer:
    place = (("category", entry.category), ("subcategory", entry.subcategory))
    fits = brings and scheme.holds(entry.category, entry.subcategory)
    return Offer(entry.name, note=f"（{entry.subcategory}）" if entry.subcategory else "", also=place if fits else ())


def usual_texts(typed: str, texts: Iterable[str]) -> Suggestions:
    """Texts that were written at this place for the same indicator, as far as they hold what is typed."""
    query = typed.strip()
    pattern = _pattern(query)
    fitting = (Offer(text) for text in dict.fromkeys(texts) if text != query and pattern.search(text))
    return _to_choose(islice(fitting, MOST_OFFERS))
