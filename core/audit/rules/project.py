"""Families P and U: the texts of the form, and the 预算单位."""

import re
from collections.abc import Iterator
from typing import Final

from core.audit.findings import UNIT_CODE, UNIT_NAME, Level
from core.audit.registry import INDICATOR_ORDER, OTHER_TABLES, Hit, rule
from core.audit.subject import Subject
from core.audit.texts import NUMBERING, is_blank, letters_of, quoted, without_numbering
from core.domain.checkcode import changed_since_locked
from core.domain.records import FORM_FIELDS, INDICATOR_COLUMNS

_IN_LINE: Final = re.compile(r"(^|[；;。])\s*(\d{1,2})([.．、)）])(?!\d)")
_LONGEST_CODE: Final = 32
"""A longer code fits no pattern: no code is that long, and a pattern may take long on it."""

_CHINESE_DIGITS: Final = "一二三四五六七八九"


@rule(
    "P01",
    Level.ERROR,
    "项目名称空白",
    basis="没有名称的项目无法批复、公开和查找。",
    reads=("project.name",),
)
def p01(subject: Subject) -> Iterator[Hit]:
    """项目名称 blank."""
    if is_blank(subject.project.name):
        yield Hit("项目名称没有填写。", column="name")


@rule(
    "P02",
    Level.ERROR,
    "同一单位同一年度项目重名",
    basis="同一单位同一年度的两个项目重名，会被当作重复填报。",
    reads=("project.name", "project.unit_id", "year.year", OTHER_TABLES),
)
def p02(subject: Subject) -> Iterator[Hit]:
    """Same 项目名称 twice in one unit and year."""
    others = subject.surroundings.namesakes(subject.facts)
    if others:
        yield Hit(
            f"本单位本年度还有 {others} 个项目也叫{quoted(subject.project.name)}。",
            column="name",
        )


@rule(
    "P03",
    Level.ERROR,
    "资金用途空白",
    basis="预算公开要求说明资金用在什么地方。",
    reads=("project.purpose",),
)
def p03(subject: Subject) -> Iterator[Hit]:
    """资金用途 blank."""
    if is_blank(subject.project.purpose):
        yield Hit("资金用途没有填写。", column="purpose")


@rule(
    "P04",
    Level.ERROR,
    "绩效目标空白",
    basis="绩效目标是本表的主体，指标由它分解而来。",
    reads=("project.target",),
)
def p04(subject: Subject) -> Iterator[Hit]:
    """绩效目标 blank, or nothing but a number."""
    if is_blank(without_numbering(subject.project.target)):
        yield Hit("绩效目标没有填写。", column="target")


@rule(
    "P05",
    Level.WARNING,
    "绩效目标照抄资金用途",
    basis="资金用途说钱花在哪里，绩效目标说要达到什么结果，两者不应是同一段话。",
    reads=("project.target", "project.purpose"),
)
def p05(subject: Subject) -> Iterator[Hit]:
    """绩效目标 repeats 资金用途; numbering, space and punctuation aside."""
    target = letters_of(subject.project.target)
    if target and target == letters_of(subject.project.purpose):
        yield Hit(f"绩效目标{quoted(without_numbering(subject.project.target))}与资金用途相同。", column="target")


@rule(
    "P06",
    Level.HINT,
    "绩效目标过短",
    basis="几个字的目标说不清做什么、达到什么程度、带来什么效果。",
    reads=("project.target",),
)
def p06(subject: Subject) -> Iterator[Hit]:
    """绩效目标 under 20 characters (a limit of the workspace), numbering and white space aside."""
    length = len("".join(without_numbering(subject.project.target).split()))
    if 0 < length < subject.settings.limits.short_target:
        yield Hit(f"绩效目标只有 {length} 个字，建议写明做什么、达到什么程度和效果。", column="target")


@rule(
    "P07",
    Level.HINT,
    "绩效目标的序号不连续",
    basis="序号跳号或重号，常是删改后漏了一段。",
    reads=("project.target",),
)
def p07(subject: Subject) -> Iterator[Hit]:
    """Numbered targets not 1, 2, 3 …; a lower style of numbers may begin anew under each of the higher."""
    missing = _gap_in_line(subject.project.target)
    if missing is not None:
        yield Hit(f"绩效目标的序号“{missing[0]}”应当是第 {missing[1]} 个。", column="target")
        return
    expected: dict[str, int] = {}
    previous = None
    for match in NUMBERING.finditer(subject.project.target):
        style = match.lastgroup or ""
        number = _number(match.group(style))
        begins_anew = number == 1 and style != previous
        if number != expected.get(style, 1) and not begins_anew:
            yield Hit(
                f"绩效目标的序号{quoted(match.group().strip())}应当是第 {expected.get(style, 1)} 个。", column="target"
            )
            return
        expected[style] = number + 1
        previous = style


@rule(
    "P08",
    Level.ERROR,
    "定稿后内容被改动",
    basis="定稿和已签的表不经解锁不能修改，内容与当时的校验码不符，说明文件损坏或被别的程序改动过。",
    reads=(
        *(f"project.{field}" for field in ("state", "signed_code", *FORM_FIELDS)),
        *(f"indicator.{column}" for column in INDICATOR_COLUMNS),
        *("unit.code", "unit.name", "year.year", INDICATOR_ORDER),
    ),
)
def p08(subject: Subject) -> Iterator[Hit]:
    """A final or signed table whose content has not the 校验码 that it was locked with."""
    changed = changed_since_locked(subject.table)
    if changed:
        code = subject.project.signed_code
        yield Hit(f"{changed}（当时的校验码 {code}）。请与纸质表核对，或用备份恢复。", column="name")


@rule(
    "U01",
    Level.ERROR,
    "单位代码不合规则或单位名称空白",
    basis="单位代码和名称印在每张表的表头，上级按代码汇总。",
    reads=("unit.code", "unit.name"),
)
def u01(subject: Subject) -> Iterator[Hit]:
    """Unit code not matching the workspace's pattern, or unit name blank."""
    unit = subject.unit
    if is_blank(unit.code):
        yield Hit("单位代码没有填写。", column=UNIT_CODE)
    elif len(unit.code) > _LONGEST_CODE or not re.fullmatch(subject.settings.unit_code_pattern, unit.code, re.ASCII):
        shape = "应当是六位数字" if subject.settings.unit_code_pattern == r"\d{6}" else "不合本工作区规定的格式"
        yield Hit(f"单位代码{quoted(unit.code)}{shape}。", column=UNIT_CODE)
    if is_blank(unit.name):
        yield Hit("单位名称没有填写。", column=UNIT_NAME)


def _gap_in_line(target: str) -> tuple[str, int] | None:
    """The first wrong number in a target of one paragraph that surely is a list, and the number that it should be.

    Sure is what begins with 1 and 2 in one style, each behind a full stop or semicolon: 1.…；2.…；4.….
    """
    if "\n" in target.strip():
        return None
    found = _IN_LINE.findall(target)
    if [number for _, number, _ in found[:2]] != ["1", "2"] or len({mark for *_, mark in found}) > 1:
        return None
    for place, (_, number, mark) in enumerate(found, start=1):
        if int(number) != place:
            return f"{number}{mark}", place
    return None


def _number(text: str) -> int:
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    tens_value = (_CHINESE_DIGITS.find(tens) + 1 if tens else 1) if ten else 0
    return tens_value * 10 + (_CHINESE_DIGITS.find(ones) + 1 if ones else 0)
