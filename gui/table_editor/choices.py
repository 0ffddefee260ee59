"""What an editor offers while a cell is typed: pure functions from the text to suggestions.

Offers wait for a confirmation; what was typed stays until one is taken (desk.md section 2).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from core.catalogue.measures import Measures
from core.catalogue.schemes import Scheme
from core.domain.values import Comparator, Value, ValueKind, compose_value, normalise_value, parse_value
from gui.pinyin import search_pattern

COMPARATOR_WORDS: Final = {
    Comparator.AT_LEAST: "不低于",
    Comparator.AT_MOST: "不超过",
    Comparator.ABOVE: "高于",
    Comparator.BELOW: "低于",
    Comparator.EQUAL: "等于",
}
OFFERED_COMPARATORS: Final = (Comparator.AT_LEAST, Comparator.AT_MOST)
MOST_MEASURE_UNITS: Final = 3
NO_CATEGORY: Final = "没有这样的类别，将原样写入"


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the list under the cell.

    Attributes:
        text: What the cell gets if it is taken.
        note: What stands behind it in the list.
        also: What other cells of the row get with it, ``(column name, text)``; the note names it.
    """

    text: str
    note: str = ""
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What is shown under the cell.

    Attributes:
        offers: Best first.
        chosen: Index of the offer that Enter takes, or ``None``: Enter takes what is typed.
        reading: How the text was understood, one line; empty for nothing to say.
    """

    offers: tuple[Offer, ...] = ()
    chosen: int | None = None
    reading: str = ""


NOTHING: Final = Suggestions()
Suggest = Callable[[str], Suggestions]


def suggest_nothing(_text: str) -> Suggestions:
    """For columns of free text."""
    return NOTHING


def category_offers(scheme: Scheme) -> tuple[Offer, ...]:
    """The 一级指标 of the year's scheme."""
    return tuple(Offer(name) for name in scheme.category_names)


def subcategory_offers(scheme: Scheme, category: str) -> tuple[Offer, ...]:
    """The 二级指标 under the row's 一级指标; if it has none yet, all of them, each bringing its 一级指标 along."""
    if category.strip():
        name, _ = scheme.canonical(category, "")
        return tuple(Offer(sub) for sub in scheme.subcategories_of(name))
    return tuple(
        Offer(sub, note=f"（{known.name}）", also=(("category", known.name),))
        for known in scheme.categories
        for sub in known.subcategories
    )


def narrow(offers: Sequence[Offer], typed: str) -> Suggestions:
    """The offers that hold what is typed, as Chinese or pinyin initials; those that begin with it first.

    Enter takes the first one that begins with it. A text that is an offer already needs no list; one that matches none
    is said to.
    """
    query = typed.strip()
    if not query:
        return Suggestions(tuple(offers))
    if any(offer.text == query for offer in offers):
        return NOTHING
    pattern = search_pattern(query)
    leading = [offer for offer in offers if pattern.match(offer.text)]
    inside = [offer for offer in offers if not pattern.match(offer.text) and pattern.search(offer.text)]
    return Suggestions((*leading, *inside), 0 if leading else None, "" if leading or inside else NO_CATEGORY)


def read_aloud(value: Value) -> str:
    """How a 指标值 is understood, e.g. ``≥ 95 %：不低于95%``; empty for a blank."""
    if value.kind is ValueKind.BLANK:
        return ""
    if value.kind is ValueKind.DATE:
        return "读作日期或期限"
    if value.kind is ValueKind.WORDS or value.number is None:
        return "读作文字（定性指标）"
    comparator = value.comparator
    parts = (comparator.value if comparator else "", f"{value.number:f}", value.measure_unit)
    words = COMPARATOR_WORDS[comparator] if comparator else "等于"
    return f"{' '.join(part for part in parts if part)}：{words}{value.number:f}{value.measure_unit}"


def value_suggestions(text: str, measure_units: Iterable[str], known: Measures) -> Suggestions:
    """Offers and reading for a 指标值.

    A bare number is offered with the measure units given, a number without comparator with comparators; letters
    behind a number are also taken for pinyin initials of measure units (``12c`` → 12次).
    Nothing is chosen beforehand: Enter takes what is typed.

    Args:
        text: As typed so far.
        measure_units: Those used with this indicator or in this table, best first.
        known: The list of 计量单位.
    """
    normal, _ = normalise_value(text)
    value = parse_value(normal)
    reading = read_aloud(value)
    if value.kind is not ValueKind.NUMBER or value.number is None:
        return Suggestions(reading=reading)
    units = _fitting_units(value.measure_unit, measure_units, known)
    comparators: tuple[Comparator | None, ...] = (
        (value.comparator,) if value.comparator else (None, *OFFERED_COMPARATORS)
    )
    texts = [compose_value(comparator, value.number, unit) for comparator in comparators for unit in units]
    offers = tuple(Offer(t, note=read_aloud(parse_value(t)).partition("：")[2]) for t in texts if t != normal)
    return Suggestions(offers, reading=reading)


def _fitting_units(typed: str, usual: Iterable[str], known: Measures) -> list[str]:
    if not typed:
        return list(dict.fromkeys(usual))[:MOST_MEASURE_UNITS]
    if not (typed.isascii() and typed.isalpha()):
        return [typed]
    pattern = search_pattern(typed)
    candidates = dict.fromkeys((*usual, *known.kinds))
    spelt = [unit for unit in candidates if pattern.match(unit) and unit.lower() != typed.lower()]
    spelt.sort(key=len)  # stable: of equal length the more usual first
    return [*spelt[: 2 * MOST_MEASURE_UNITS], typed] if spelt else [typed]
