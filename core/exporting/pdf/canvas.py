"""A page's rules and texts as PDF operators: far fewer calls than reportlab's own drawing methods.

Coordinates are points from the page's upper left corner, y downwards, as the layout reckons.
"""

from typing import Any, Final

from core.exporting.pdf.fonts import FontChain
from core.layout.form import PAGE_HEIGHT, POINTS_PER_MM, RULE_PT, Face
from core.layout.marks import CELL, KEY, PAGE, Mark

PAGE_HEIGHT_PT: Final = PAGE_HEIGHT * POINTS_PER_MM
EM_MIDDLE: Final = 0.38
"""Middle of an ideograph above the base line, in ems: its square reaches from -0.12 to 0.88."""
_SHORT: Final = 12
"""Texts up to this length are mostly labels that return on every page; their operators are kept."""

AROUND: Final = f"/{PAGE} BMC"
"""The operator that begins what stands around the tables."""


def cell_tag(mark: Mark) -> str:
    """The operator that begins the content of a cell."""
    return f"/{CELL} <</{KEY} ({mark.written()})>> BDC"


class Ink:
    """Gathers what is drawn on one page after another of a canvas."""

    def __init__(self, canvas: Any, fonts: FontChain) -> None:
        self._canvas = canvas
        self._fonts = fonts
        self._rules: list[str] = []
        self._fills: list[str] = []
        self._texts: list[str] = []
        self._kept: dict[tuple[Face, float, str], str] = {}
        self._tag = ""  # of the marked content that the next text goes into

    def box(self, x: float, y: float, width: float, height: float) -> None:
        """Rules around a rectangle."""
        self._rules.append(f"{x:.2f} {PAGE_HEIGHT_PT - y - height:.2f} {width:.2f} {height:.2f} re")

    def line(self, x: float, y: float, width: float) -> None:
        """A horizontal rule."""
        bottom = PAGE_HEIGHT_PT - y
        self._rules.append(f"{x:.2f} {bottom:.2f} m {x + width:.2f} {bottom:.2f} l")

    def fill(self, x: float, y: float, width: float, height: float) -> None:
        """A black rectangle."""
        self._fills.append(f"{x:.3f} {PAGE_HEIGHT_PT - y - height:.3f} {width:.3f} {height:.3f} re")

    def text(self, x: float, middle: float, face: Face, size: float, text: str, tag: str = AROUND) -> None:
        """One line of text.

        Args:
            x: Of its left end.
            middle: Its y, of the middle of its ideographs.
            face: What it is set in.
            size: Of the type.
            text: What has a glyph each.
            tag: The operator that begins its marked content; lines that follow one another with one tag share it.
        """
        if not text:
            return
        if tag != self._tag:
            self._end_marked()
            self._texts.append(tag)
            self._tag = tag
        base = PAGE_HEIGHT_PT - middle - EM_MIDDLE * size
        self._texts.append(f"1 0 0 1 {x:.2f} {base:.2f} Tm {self._shown(face, size, text)}")

    def finish_page(self) -> None:
        """Write the page: rules, then fills, then texts in the order in which they came."""
        self._end_marked()
        operators = [f"q {RULE_PT} w 0 G 0 g", *self._rules]
        if self._rules:
            operators.append("S")
        if self._fills:
            operators += [*self._fills, "f"]
        operators += ["BT", *self._texts, "ET Q"]
        self._canvas.addLiteral("\n".join(operators))
        self._canvas.showPage()
        self._rules, self._fills, self._texts = [], [], []

    def _end_marked(self) -> None:
        if self._tag:
            self._texts.append("EMC")
            self._tag = ""

    def _shown(self, face: Face, size: float, text: str) -> str:
        """The operators that select fonts and show the text."""
        key = face, size, text
        operators = self._kept.get(key)
        if operators is None:
            document = self._canvas._doc
            shown = []
            for font, run in self._fonts.runs(face, text):
                for subset, codes in font.splitString(run, document):
                    name = font.getSubsetInternalName(subset, document)
                    shown.append(f"{name} {size:g} Tf <{codes.hex()}> Tj")
            operators = " ".join(shown)
            if len(text) <= _SHORT:
                self._kept[key] = operators
        return operators
