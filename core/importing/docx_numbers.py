"""The numbers that Word writes before paragraphs by itself: they are shown, and stand in no text."""

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from core.importing.docx_markup import attribute_of, child_of, whole
from core.importing.package import Package, attribute

_DIGITS: Final = "〇一二三四五六七八九"
_CHINESE: Final = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting"}
)
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_ROMAN: Final = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEVELS: Final = 9
_MOST_BASES: Final = 10
"""Styles that rest on each other: a circle of them has no end."""


@dataclass(slots=True)
class _Level:
    """How one level of a list is numbered: ``text`` is ``%1.``."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class _Style:
    """A paragraph style: the list and level that it numbers by, and the style that it rests on."""

    number: str = ""
    level: int = 0
    base: str = ""


@dataclass(slots=True)
class Numbers:
    """Counts a document's paragraphs from the top.

    Attributes:
        levels: By list and level.
        lists: Number → list.
        starts: By number and level, where a list begins anew.
        styles: By id.
    """

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    styles: dict[str, _Style] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def before(self, paragraph: etree._Element) -> str:
        """What stands before a paragraph; it counts, so that the next one has the next number."""
        if not self.levels:
            return ""
        number, level = self._numbered(child_of(paragraph, "pPr"))
        listed = self.lists.get(number, "")
        look = self.levels.get((listed, level))
        if look is None:
            return ""
        counts = self._counts.setdefault(listed, {})
        start = self.starts.get((number, level))
        if start is not None and (number, level) not in self._begun:
            self._begun.add((number, level))
            counts[level] = start - 1
        counts[level] = counts.get(level, look.start - 1) + 1
        for deeper in range(level + 1, _LEVELS):
            counts.pop(deeper, None)
        return self._shown(listed, look, level)

    def _numbered(self, properties: etree._Element | None) -> tuple[str, int]:
        own = child_of(properties, "numPr")
        if own is not None:
            return attribute_of(child_of(own, "numId"), "val") or "", _level(attribute_of(child_of(own, "ilvl"), "val"))
        name = attribute_of(child_of(properties, "pStyle"), "val") or ""
        for _ in range(_MOST_BASES):
            style = self.styles.get(name)
            if style is None or style.number:
                return (style.number, style.level) if style is not None else ("", 0)
            name = style.base
        return "", 0

    def _shown(self, listed: str, look: _Level, level: int) -> str:
        if look.kind in ("bullet", "none"):
            return ""
        text = look.text
        for upper in range(level + 1):
            kind = self.levels.get((listed, upper), _Level()).kind
            text = text.replace(f"%{upper + 1}", spelt(self._counts[listed].get(upper, 1), kind))
        return text + " " if text[-1:].isalnum() else text


def read_numbers(package: Package, part: str) -> Numbers:
    """How a document's lists are numbered.

    Raises:
        KnownError: The part that says so is broken or too large.
    """
    parts = {relation.kind: relation.target for relation in package.relations(part).values()}
    numbers = Numbers()
    if parts.get("numbering", "") in package.names:
        _read_lists(package, parts["numbering"], numbers)
        if parts.get("styles", "") in package.names:
            _read_styles(package, parts["styles"], numbers)
    return numbers


def _read_lists(package: Package, part: str, numbers: Numbers) -> None:
    listed = number = ""
    level = 0
    look = _Level()

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal listed, number, level, look
        value = attribute(attributes, "val") or ""
        if element == "abstractNum":
            listed = attribute(attributes, "abstractNumId") or ""
        elif element == "num":
            listed, number = "", attribute(attributes, "numId") or ""
        elif element == "abstractNumId":
            numbers.lists[number] = value
        elif element in ("lvl", "lvlOverride"):
            level = _level(attribute(attributes, "ilvl"))
            look = _Level()
            if listed and element == "lvl":
                numbers.levels[listed, level] = look
        elif element == "startOverride":
            numbers.starts[number, level] = whole(value, 1)
        else:
            _take_look(look, element, value)

    package.parse(part, start)


def _take_look(look: _Level, element: str, value: str) -> None:
    if element == "start":
        look.start = whole(value, 1)
    elif element == "numFmt":
        look.kind = value
    elif element == "lvlText":
        look.text = value


def _read_styles(package: Package, part: str, numbers: Numbers) -> None:
    style = _Style()

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal style
        value = attribute(attributes, "val") or ""
        if element == "style":
            style = _Style()
            numbers.styles[attribute(attributes, "styleId") or ""] = style
        elif element == "basedOn":
            style.base = value
        elif element == "numId":
            style.number = value
        elif element == "ilvl":
            style.level = _level(value)

    package.parse(part, start)


def _level(text: str | None) -> int:
    return min(whole(text, 0), _LEVELS - 1)


def spelt(number: int, kind: str) -> str:
    """A number as Word spells it in a list: ``一``, ``①``, ``a``; decimal if it is of a kind that is not known."""
    if kind in _CHINESE and 0 < number < 100:
        return _chinese(number)
    if kind == "decimalEnclosedCircle" and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    if kind == "ideographTraditional" and 0 < number <= len(_STEMS):
        return _STEMS[number - 1]
    if kind in ("upperLetter", "lowerLetter") and 0 < number <= 26:
        return chr(ord("A" if kind == "upperLetter" else "a") + number - 1)
    if kind in ("upperRoman", "lowerRoman") and 0 < number < 40:
        text = _roman(number)
        return text.upper() if kind == "upperRoman" else text
    return str(number)


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    before = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return before + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text
