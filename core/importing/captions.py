"""What stands above a table and is none of its fields: its heading, the form's title, the year."""

import re
from collections.abc import Sequence

from core.importing.stated_units import money_unit, states_unit, without_money_unit

_TITLE_END = "绩效目标表"
_YEAR_BEHIND = r"(?:\s*[（(]\s*20\d{2}\s*年度?\s*[)）])?"
_YEAR = re.compile(r"20\d{2}")
_LONGEST_HEADING = 1000
_LONGEST_LINE = 300
# Titles that name the kind of form and not the project.
_ANY_PROJECT = re.compile(r"(?:部门)?(?:预算)?项目(?:支出)?(?:年度)?\Z")
_HEADING = re.compile(
    rf"(?:(?P<number>\d{{1,6}})\s*[.．、]\s*)?(?P<name>.*?)(?<!\s)\s*+{_TITLE_END}{_YEAR_BEHIND}\Z", re.DOTALL
)
_YEAR_LINE = re.compile(r"\s*+[（(]?\s*+20\d{2}\s*+年度?\s*+[)）]?\s*+\Z")
_OF_YEAR = r"(?:预算|填报|申报|项目|所属|编制)?年\s*度\s*[:：﹕∶︰]?\s*"
_LABELLED_YEAR = rf"{_OF_YEAR}(?P<year>20\d{{2}})\s*年?度?"
_YEAR_LABEL = re.compile(rf"{_LABELLED_YEAR}\Z")
_YEAR_STATED = re.compile(
    rf"\A\s*+{_OF_YEAR}\Z"
    rf"|(?<!\s)\s*+(?:{_LABELLED_YEAR}(?!\d)|[（(]?(?<!\d)20\d{{2}}\s*年(?:度[)）]?|[)）]|\s*+\Z))\s*+"
)
_YEAR_WITHIN = re.compile(r"年\s*度\s*[:：﹕∶︰]\s*(?P<year>20\d{2})(?!\d)")
_YEAR_TITLE = re.compile(
    r"(?:.{0,30}\D)?(?P<year>20\d{2})\s*年[^。；]{0,60}表\s*(?:[（(][^（()）]*[)）])?\Z"
    r"|.{0,60}表\s*[（(]\s*(?P<behind>20\d{2})\s*年度?[^（()）]*[)）]\Z"
)
_FORM_NAME = re.compile(r"(?:20\d{2}年度?)?(?:部门|单位|市级|区级|省级|本级)*(?:预算)?(?:项目|支出)*\Z")


def split_heading(text: str) -> tuple[int | None, str] | None:
    """Number and project name of a heading ``{N}.{项目名称}绩效目标表``; ``None`` if it is not one."""
    text = text.strip()
    match = _HEADING.match(text) if len(text) <= _LONGEST_HEADING else None
    if match is None:
        return None
    number = match["number"]
    name = "" if _ANY_PROJECT.match(match["name"]) else match["name"]
    return (int(number) if number else None), name


def is_caption(text: str) -> bool:
    """Whether a text is a heading, or states the year and nothing else: ``（2024年度）``."""
    return split_heading(text) is not None or _YEAR_LINE.match(text.strip()) is not None


def labelled_year(text: str) -> str | None:
    """The year of ``预算年度：2027``, ``填报年度 2027年``; ``None`` if the text is nothing of the kind."""
    match = _YEAR_LABEL.match(text.strip()) if len(text) <= _LONGEST_HEADING else None
    return match["year"] if match else None


def year_beside(texts: Sequence[str]) -> str | None:
    """The year in a row that names the currency unit or the 预算单位 too: ``填报年度：2027年 | 单位：万元``."""
    if not any(money_unit(text) or states_unit(text) for text in texts):
        return None
    within = (_YEAR_WITHIN.search(text) for text in texts if len(text) <= _LONGEST_HEADING)
    found = next((match for match in within if match), None)
    line = next((text for text in map(without_money_unit, texts) if _YEAR_LINE.match(text)), None)
    return found["year"] if found else _YEAR.findall(line)[0] if line else None


def without_year(text: str) -> str:
    """What is left of a text without ``填报年度：2027年``, its label or the year alone."""
    if len(text) > _LONGEST_LINE or _YEAR_STATED.search(text) is None:
        return text
    return _YEAR_STATED.sub(" ", text).strip()


def title_year(text: str) -> str | None:
    """The year in a form's title: ``2027年度项目支出绩效目标申报表``, ``…申报表（2027年度）``; ``None`` if none."""
    match = _YEAR_TITLE.match(text.strip())
    return (match["year"] or match["behind"]) if match else None


def names_no_project(heading: str) -> bool:
    """Whether a heading's name is that of the form, ``2024年度项目支出``, and not a project's."""
    return _FORM_NAME.match(heading) is not None
