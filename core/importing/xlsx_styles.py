"""The cell styles of a workbook: number formats, what is struck out, and what nobody can see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.importing.number_format import BUILT_IN, GENERAL
from core.importing.package import Package, attribute
from core.importing.xlsx_runs import is_on

_PAPER: Final = "FFFFFF"
_WHITES: Final = frozenset({("rgb", _PAPER), ("indexed", "1"), ("indexed", "9"), ("theme", "0")})
"""How a colour is written that is white on every machine."""


@dataclass(frozen=True, slots=True)
class Styles:
    """Cell styles by their index.

    Attributes:
        formats: The number format of each.
        struck: Which of them strike their texts out.
        unseen: Which of them write in the colour of the ground.
    """

    formats: Sequence[str] = ()
    struck: Collection[int] = ()
    unseen: Collection[int] = ()

    def format_of(self, style: int) -> str:
        """The number format of a style; that of the first one for a style that there is not."""
        if not self.formats:
            return GENERAL
        return self.formats[style if style < len(self.formats) else 0]


def read_styles(package: Package, part: str | None) -> Styles:
    """Read the part with the styles; there are none without it.

    Raises:
        KnownError: It is broken or too large.
    """
    reader = _StylesReader()
    if part is not None and part in package.names:
        package.parse(part, reader.start, reader.end)
    return Styles(reader.formats, reader.struck, reader.unseen)


class _StylesReader:
    """Takes the events of the styles; fonts and fills stand before the cell styles that name them."""

    def __init__(self) -> None:
        self.formats: list[str] = []
        self.struck: set[int] = set()
        self.unseen: set[int] = set()
        self._codes = dict(BUILT_IN)
        self._is_struck: list[bool] = []
        self._inks: list[str] = []
        self._grounds: list[str] = []
        self._section = ""

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if element in ("fonts", "fills", "cellXfs"):
            self._section = element
        elif element == "numFmt":
            self._codes[_number(attributes.get("numFmtId"))] = attribute(attributes, "formatCode") or GENERAL
        elif self._section == "fonts":
            self._take_font(element, attributes)
        elif self._section == "fills":
            self._take_fill(element, attributes)
        elif self._section == "cellXfs" and element == "xf":
            self._take_style(attributes)

    def end(self, element: str) -> None:
        if element == self._section:
            self._section = ""

    def _take_font(self, element: str, attributes: dict[str, str]) -> None:
        if element == "font":
            self._is_struck.append(False)
            self._inks.append("")
        elif element == "strike" and self._is_struck:
            self._is_struck[-1] = is_on(attributes)
        elif element == "color" and self._inks:
            self._inks[-1] = _colour(attributes)

    def _take_fill(self, element: str, attributes: dict[str, str]) -> None:
        if element == "fill":
            self._grounds.append(_PAPER)
        elif element == "patternFill" and self._grounds and attributes.get("patternType", "none") != "none":
            self._grounds[-1] = ""
        elif element == "gradientFill" and self._grounds:
            self._grounds[-1] = "gradient"
        elif element == "fgColor" and self._grounds and not self._grounds[-1]:
            self._grounds[-1] = _colour(attributes)

    def _take_style(self, attributes: dict[str, str]) -> None:
        style, font, fill = len(self.formats), *(_number(attributes.get(name)) for name in ("fontId", "fillId"))
        self.formats.append(self._codes.get(_number(attributes.get("numFmtId")), GENERAL))
        if font < len(self._inks):
            ground = self._grounds[fill] if fill < len(self._grounds) else _PAPER
            if self._is_struck[font]:
                self.struck.add(style)
            if self._inks[font] and self._inks[font] == ground:
                self.unseen.add(style)


def _colour(attributes: Mapping[str, str]) -> str:
    """A colour, the same text for the same one; ``""`` for that of the system."""
    if "tint" in attributes:
        return ""
    named = [(name, attributes[name]) for name in ("rgb", "indexed", "theme") if name in attributes]
    if not named:
        return ""
    name, value = named[0]
    value = value[-len(_PAPER) :].upper() if name == "rgb" else value
    return _PAPER if (name, value) in _WHITES else f"{name} {value}"


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else 0
