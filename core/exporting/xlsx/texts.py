"""Texts as a worksheet can hold them: cell texts and sheet names."""

import re
from typing import Final

from core.domain.errors import KnownError
from core.exporting.properties import NOT_IN_XML

LONGEST_CELL_TEXT: Final = 32_767
"""Excel's limit, in UTF-16 units; a longer text makes Excel call the file damaged."""
LONGEST_SHEET_NAME: Final = 31

_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_SHEET_NAMES = re.compile(r"[\\/?*\[\]:\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_RESERVED = frozenset({"history"})  # Excel keeps it for its list of changes


def cell_text(text: str, table_label: str, place: str = "") -> str:
    """The text as the file format spells it: ``_xHHHH_`` for what XML cannot hold (ECMA-376, ST_Xstring).

    Raises:
        KnownError: It is longer than a cell can be.
    """
    if len(text) > LONGEST_CELL_TEXT // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_CELL_TEXT:
        what = f"“{table_label}”{place}的文字" if place else f"“{table_label}”里有一段文字"
        raise KnownError(f"{what}超过 {LONGEST_CELL_TEXT} 个字，Excel 放不下；请缩短，或导出为其他格式。")
    return NOT_IN_XML.sub(lambda m: f"_x{ord(m[0]):04X}_", _LOOKS_ESCAPED.sub("_x005F_", text))


def sheet_names(wanted: list[str], taken: tuple[str, ...] = ()) -> list[str]:
    """A legal name for each sheet, as near to the wanted one as can be, all different whatever their case."""
    used = {name.casefold() for name in (*taken, *_RESERVED)}
    names = []
    for text in wanted:
        base = _NOT_IN_SHEET_NAMES.sub(" ", text).strip(" '") or "表"
        name, count = _shorten(base, ""), 1
        while name.casefold() in used:
            count += 1
            name = _shorten(base, f"({count})")
        used.add(name.casefold())
        names.append(name)
    return names


def sheet_reference(name: str, cell: str) -> str:
    """A reference to a cell of a sheet, for links."""
    return "'" + name.replace("'", "''") + "'!" + cell


def _shorten(base: str, suffix: str) -> str:
    room = LONGEST_SHEET_NAME - len(suffix)
    units = 0
    for index, character in enumerate(base):
        units += 2 if ord(character) > 0xFFFF else 1
        if units > room:
            return base[:index].rstrip(" '") + suffix
    return base + suffix
