"""Family T: how the texts are written. Every fix here changes no word."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from core.audit.findings import UNIT_CODE, UNIT_NAME, Level
from core.audit.registry import INDICATOR_ORDER, Fix, Hit, rule
from core.audit.settings import AuditSettings
from core.audit.subject import Subject
from core.audit.texts import is_blank, quoted
from core.catalogue.glyphs import undrawable
from core.domain.edits import ChangeSet, change, set_field
from core.domain.records import INDICATOR_COLUMNS, LABELS, TargetTable
from core.domain.texts import controls_in, without_controls

_FORM_TEXTS: Final = ("name", "purpose", "target")
_ONE_LINE: Final = frozenset(
    {"unit_name", "project.name", "indicator.category", "indicator.subcategory", "indicator.name"}
)
_READS: Final = (
    INDICATOR_ORDER,
    "unit.name",
    *(f"project.{field}" for field in _FORM_TEXTS),
    *(f"indicator.{column}" for column in INDICATOR_COLUMNS),
)

_HAN: Final = r"\u2e80-\u2fff\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_CHINESE: Final = rf"[{_HAN}\u3001-\u3002\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f“”‘’]"
_BETWEEN_CHINESE: Final = re.compile(rf"(?<={_CHINESE})[^\S\n]+(?={_CHINESE})")
_MANY_SPACES: Final = re.compile(r"[^\S\n]{2,}|\t")
_LINE_ENDS: Final = re.compile(r"[^\S\n]*\n\s*")

_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""Zero-width and formatting characters; variation selectors are not among them, they choose a shape."""

_WIDE: Final = {
    code: code - 0xFEE0 for r in ((0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B)) for code in range(*r)
}
_PUNCTUATION: Final = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_NARROW_KANA_MARKS: Final = str.maketrans("｡｢｣､", "。「」、")
_NARROW: Final = re.compile(rf"(?<=[{_HAN}])[,;:!?](?=[{_HAN}]|$)", re.MULTILINE)
_NARROW_BRACKETS: Final = re.compile(rf"(?<=[{_HAN}])\((?=[{_HAN}])([^()（）\n]*)(?<=[{_HAN}])\)")

_PAIRS: Final = ("“”", "‘’")
_APOSTROPHE: Final = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])")


def _texts(subject: Subject) -> Iterator[tuple[str, str, int | None, str]]:
    """Every text of a table as (kind.field, text, row, column)."""
    yield UNIT_NAME, subject.unit.name, None, UNIT_NAME
    for field in _FORM_TEXTS:
        yield f"project.{field}", getattr(subject.project, field), None, field
    for row in subject.rows:
        for column in INDICATOR_COLUMNS:
            yield f"indicator.{column}", getattr(row.indicator, column), row.number, column


def _mend(operation: str, mended: Callable[[str, str], str]) -> Fix:
    def fix(table: TargetTable, row: int | None, column: str | None, settings: AuditSettings) -> ChangeSet:
        if column == UNIT_NAME:
            return change(operation, [set_field(table.unit, "name", mended(UNIT_NAME, table.unit.name))])
        record, kind = (table.project, "project") if row is None else (table.indicators[row - 1], "indicator")
        field = str(column)
        return change(operation, [set_field(record, field, mended(f"{kind}.{field}", getattr(record, field)))])

    return fix


def without_idle_space(field: str, text: str) -> str:
    """The text without white space at the ends of it and of its lines, between Chinese characters, or doubled.

    Nor does it have control and formatting characters, which nobody sees at all.
    """
    tidy = _LINE_ENDS.sub("\n", without_controls(_UNSEEN.sub("", text))).strip()
    if field in _ONE_LINE:
        tidy = tidy.replace("\n", " ")
    return _MANY_SPACES.sub(" ", _BETWEEN_CHINESE.sub("", tidy))


@rule(
    "T01",
    Level.HINT,
    "文字中有多余的空格或换行",
    basis="看不见的空格和换行使查找、核对和排版出错。",
    reads=_READS,
    fix=_mend("删除多余空白", without_idle_space),
)
def t01(subject: Subject) -> Iterator[Hit]:
    """Spaces, tabs, line breaks or characters without a shape at the ends of or inside a text."""
    for field, text, row, column in _texts(subject):
        if not is_blank(text) and without_idle_space(field, text) != text:
            where = "首尾" if text.strip() != text else "中间"
            unseen = controls_in(text) or _UNSEEN.search(text)
            what = "看不见的控制字符" if unseen else "多余的空格、制表符或换行"
            yield Hit(f"{_label(row, column)}{quoted(text)}的{where}有{what}。", row, column)


def with_paired_quotes(field: str, text: str) -> str:
    """The text with its quotation marks opening and closing in turn; as it is if one of them has no partner."""
    characters = list(text)
    for opening, closing in _PAIRS:
        places = _quotes(text, opening, closing)
        if len(places) % 2:
            return text
        for turn, place in enumerate(places):
            characters[place] = closing if turn % 2 else opening
    return "".join(characters)


@rule(
    "T02",
    Level.HINT,
    "引号颠倒或不成对",
    basis="引号颠倒或缺一半，印出来的正式文件就有错。",
    reads=_READS,
    fix=_mend("改正引号", with_paired_quotes),
)
def t02(subject: Subject) -> Iterator[Hit]:
    """Chinese quotation marks reversed or unpaired."""
    for _, text, row, column in _texts(subject):
        for opening, closing in _PAIRS:
            marks = [text[place] for place in _quotes(text, opening, closing)]
            if len(marks) % 2:
                fault = "不成对"
            elif any(mark != (closing if turn % 2 else opening) for turn, mark in enumerate(marks)):
                fault = "颠倒"
            else:
                continue
            yield Hit(f"{_label(row, column)}{quoted(text)}中的引号{opening}{closing}{fault}。", row, column)
            break


def _quotes(text: str, opening: str, closing: str) -> list[int]:
    if opening not in text and closing not in text:
        return []
    apostrophes = {match.start() for match in _APOSTROPHE.finditer(text)}
    return [i for i, character in enumerate(text) if character in (opening, closing) and i not in apostrophes]


def with_usual_widths(field: str, text: str) -> str:
    """The text with half-width digits and letters, and full-width punctuation between Chinese characters."""
    narrow = text.translate(_WIDE).translate(_NARROW_KANA_MARKS)
    narrow = _NARROW_BRACKETS.sub(r"（\1）", narrow)
    return _NARROW.sub(lambda match: _PUNCTUATION[match.group()], narrow)


@rule(
    "T03",
    Level.HINT,
    "全角数字、字母或半角标点",
    basis="同一个数字写成全角和半角，查找和汇总时就成了两个。",
    reads=_READS,
    fix=_mend("改正全角半角", with_usual_widths),
)
def t03(subject: Subject) -> Iterator[Hit]:
    """Full-width digits or letters, half-width Chinese punctuation."""
    for field, text, row, column in _texts(subject):
        usual = with_usual_widths(field, text)
        if usual != text:
            odd = "".join(dict.fromkeys(a for a, b in zip(text, usual, strict=True) if a != b))
            yield Hit(f"{_label(row, column)}中有全角的数字、字母或半角的标点“{odd}”。", row, column)


@rule(
    "T04",
    Level.WARNING,
    "打印字体中没有的字符",
    basis="字体中没有的字符印出来是一个空缺的记号，正式文件就缺了字。",
    reads=(*_READS, "unit.code"),
)
def t04(subject: Subject) -> Iterator[Hit]:
    """A character that no printing font can draw; beside the texts, also in the unit's code."""
    code = (UNIT_CODE, subject.unit.code, None, UNIT_CODE)
    for _, text, row, column in (code, *_texts(subject)):
        missing = sorted(undrawable(text))
        if missing:
            named = "、".join(_named(character) for character in missing)
            yield Hit(f"{_label(row, column)}中的{named}在打印字体中没有，印不出来。", row, column)


def _named(character: str) -> str:
    """The character, where the screen may have it, and its code, which whoever must help will ask for."""
    shown = f"“{character}”" if character.isprintable() else "字符"
    return f"{shown}（U+{ord(character):04X}）"


def _label(row: int | None, column: str) -> str:
    if column == UNIT_CODE:
        return LABELS["unit"]["code"]
    if column == UNIT_NAME:
        return LABELS["unit"]["name"]
    return LABELS["project" if row is None else "indicator"][column]
