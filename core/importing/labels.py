"""The printed labels of the form (form.md section 2), and the spellings that other offices print for them.

Labels are compared without white space and colons: the published files print ``其中：财政    资金``.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, lru_cache
from typing import Final

from core.catalogue.schemes import schemes
from core.domain.records import AMOUNT_FIELDS
from core.importing.document import Cell, Row

FORM_LABELS: Final = {
    "项目名称": "name",
    "预算数": "budget",
    "预算金额": "budget",
    "预算总额": "budget",
    "项目预算": "budget",
    "预算资金": "budget",
    "项目总预算": "budget",
    "项目总金额": "budget",
    "年度资金总额": "budget",
    "项目资金总额": "budget",
    "资金总额": "budget",
    "其中财政资金": "fiscal_funds",
    "财政资金": "fiscal_funds",
    "其中财政拨款": "fiscal_funds",
    "财政拨款": "fiscal_funds",
    "其他资金": "other_funds",
    "其它资金": "other_funds",
    "资金用途": "purpose",
    "项目资金用途": "purpose",
    "预算资金用途": "purpose",
    "绩效目标": "target",
    **dict.fromkeys(("项目年度绩效目标", "项目总体绩效目标", "年度总体绩效目标", "项目总体目标"), "target"),
    **dict.fromkeys(("项目年度目标", "项目绩效总目标", "绩效总目标"), "target"),
    "项目绩效目标": "target",
    "年度绩效目标": "target",
    "总体绩效目标": "target",
    "总体目标": "target",
    "年度目标": "target",
    "年度总体目标": "target",
}
"""Label → field of the project, the cell to its right."""

TOTAL_LABELS: Final = frozenset({"合计", "总计", "总额", "小计"})
"""Labels of the budget where those of its parts stand beside it."""

GROUP_LABELS: Final = frozenset({"预算规模及资金用途", "预算规模和资金用途", "预算规模", "资金情况", "项目资金"})
"""Labels of the group of amounts; the purpose stands below the amounts, with no label of its own."""

UNIT_LABELS: Final = {
    "预算单位": "name",
    "预算单位名称": "name",
    "预算部门": "name",
    "项目单位": "name",
    "申报单位": "name",
    "单位名称": "name",
    **dict.fromkeys(("填报单位", "填报单位名称", "填表单位", "编制单位", "编报单位", "报送单位"), "name"),
    "预算单位编码及名称": "name",
    "预算单位代码及名称": "name",
    "预算单位名称及编码": "name",
    "预算单位及代码": "name",
    "单位编码及名称": "name",
    "单位代码及名称": "name",
    "单位名称及编码": "name",
    "单位名称及代码": "name",
    "单位及代码": "name",
    "部门名称": "name",
    "预算部门名称": "name",
    **dict.fromkeys(("部门（单位）", "部门(单位)", "部门（单位）名称", "部门(单位)名称"), "name"),
    "部门代码": "code",
    "部门编码": "code",
    "单位代码": "code",
    "单位编码": "code",
    "预算单位代码": "code",
    "预算单位编码": "code",
    "单位": "name",
    "实施单位": "executor",
    "项目实施单位": "executor",
    "承担单位": "executor",
    "项目承担单位": "executor",
    "执行单位": "executor",
}
"""Label of the 预算单位 → what its cell to the right holds; ``name`` may have the code before it.

``executor``: who carries the project out, which may be another organisation.
"""

GRID_LABELS: Final = {
    "一级指标": "category",
    "一级指标名称": "category",
    "一级绩效指标": "category",
    "二级指标": "subcategory",
    "二级指标名称": "subcategory",
    "二级绩效指标": "subcategory",
    "三级指标": "name",
    "三级指标名称": "name",
    "三级绩效指标": "name",
    "指标名称": "name",
    "绩效指标描述": "description",
    "指标描述": "description",
    "指标说明": "description",
    "指标解释": "description",
    "指标内容": "description",
    "指标值": "value",
    "绩效指标值": "value",
    "年度指标值": "value",
    "预期指标值": "value",
    "计划指标值": "value",
    "目标值": "value",
    "年度目标值": "value",
    "指标目标值": "value",
    "指标数值": "value",
    **dict.fromkeys(("年初目标值", "年初指标值", "全年目标值", "全年指标值", "本年目标值", "本年指标值"), "value"),
    **dict.fromkeys(("年度绩效指标值", "绩效目标值", "预期目标值", "计划目标值", "预期值", "计划值"), "value"),
    "数值": "value",
}
"""Label → column of the indicator grid."""

VALUE_PARTS: Final = {
    **dict.fromkeys(
        ("指标符号", "指标值符号", "符号", "比较符", "比较符号", "运算符号", "指标性质", "指标方向"), "sign"
    ),
    **dict.fromkeys(("计量单位", "度量单位", "指标单位", "指标值单位", "单位"), "measure"),
}
"""Label → what other forms split off 指标值: the sign before the number, and the measure unit behind it."""

SECOND_LABELS: Final = {
    **dict.fromkeys(("描述", "内容", "说明", "解释", "指标值说明"), "description"),
    **dict.fromkeys(("值", "全年", "本年", "本年度", "当年", "全年值", "本年值", "全年目标值", "本年目标值"), "value"),
    **dict.fromkeys(("上年", "上年度", "去年", "上年值", "历史值"), ""),
    **dict.fromkeys(("上半年", "半年", "半年值", "半年目标值", "1-6月"), ""),
}
"""Label in a second row of the header, under 指标值 → column of the grid; ``""`` is none of this form's."""

SIGN_WORDS: Final = {
    "大于等于": "≥",
    "小于等于": "≤",
    "大于": "＞",
    "小于": "＜",
    "等于": "",
    "=": "",
    "＝": "",
    "定性": "",
}
"""How other forms write the comparator; what is not here stays as it is."""

FOOT_LABELS: Final = frozenset(
    (
        *("填报单位", "填表单位", "单位负责人", "财务负责人", "负责人", "填报人", "填表人", "制表人", "编制人"),
        *("审核人", "复核人", "经办人", "联系人", "联系电话", "填报日期", "填表日期", "编制日期", "日期"),
        *("备注", "注", "说明", "填表说明", "填报说明", "编制说明", "其他说明"),
        *("其他需要说明的问题", "其他需要说明的事项", "合计", "总计", "小计"),
        *("总分", "总分值", "分值合计", "分数合计", "合计分值", "权重合计", "得分合计", "指标合计"),
        *("序号", "主管部门意见", "财政部门意见", "单位意见", "审核意见"),
    )
)
"""Beginnings of the lines under the indicator grid: the signature block, notes."""

KIND_LABELS: Final = frozenset({"指标类型", "指标类别", "指标分类"})
"""Labels of 一级指标 and 二级指标 where they are missing, in this order before 三级指标."""

NAME_LABELS: Final = frozenset({"绩效指标", "具体指标", "指标"})
"""Labels of 三级指标 where it is missing and the two above it are there."""

HEADER_LABELS_NEEDED: Final = 3
"""A row with this many column labels is the header of the indicator grid."""

_LABEL_MONEY = re.compile(
    r"[（(\[【/](?:金额)?(?:单位)?(?:人民币|RMB|CNY)?(?P<unit>[十百千万亿]*元)(?:人民币)?(?:[,，][^（()）]*小数[^（()）]*)?[）)\]】]?\Z"
)
_COLON = re.compile("[:：﹕∶︰]")
_GOAL = re.compile(
    r"(?:中长期|中期|长期|实施期|年度|当年|本年|总体|项目)?(?:绩效)?(?:总体)?(?:绩效)?目标(?:[（(][^（()）]*[)）])?\Z"
)
_STARS = re.compile(r"\A[*＊★※]+|[*＊★※]+\Z")
_LABEL_NUMBER = re.compile(r"\A[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．]+")
_LABEL_NOTE = re.compile(r"[（(](?:全称|规范全称|必填|选填|可选|必填项|选填项)[)）]\Z")
_OF_A_YEAR = re.compile(r"\A20\d{2}年度?(?=.*值)")
_UNIT_NOTE = re.compile(r"[（(](?:单位|部门|盖章|公章|签章)[)）]\Z")
_ANY_NOTE = re.compile(r"[（(][^（()）]*[)）]\Z")
_NUMBER = re.compile(r"\A(?:[（(]?(?:[一二三四五六七八九十]+|\d+(?:\.\d+)*)[)）]?[、.．]*)")
_SIGN = re.compile(r"[≥≤＞＜>=<＝≧≦±≠]{1,2}\Z|不(?:低|高|少|多|大|小|超)[于过]\Z")
_WEIGHT = re.compile(r"[（(\[【]?\d+(?:\.\d+)?(?:分|%|％)?[)）\]】]?\Z")
_FOOT = re.compile(r"[（(【*＊※]*(?P<label>[\u3400-\u9fff]+?)\d{0,2}(?:[:：﹕∶︰（(.．、].*|[)）】])?\Z", re.DOTALL)
_LONGEST_LABEL = 60
_BETWEEN_LABELS = re.compile(r"(?:[:：﹕∶︰（(）)_＿年月日\s]|签字|签章|盖章|公章)+(?!期)")


def bare(text: str) -> str:
    """The text as labels are compared: without white space, seen or not, and colons."""
    return re.sub(r"[\s:：﹕∶︰\u200b-\u200d\ufeff]", "", text)


def plain_label(text: str) -> str:
    """A label without number, stars and remarks: ``一、项目名称``, ``项目名称*``, ``项目名称（必填）``.

    A text that is too long for a label is none, which is ``""``.
    """
    return _plain(text) if len(text) <= _LONGEST_LABEL else ""


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return _STARS.sub("", _LABEL_NOTE.sub("", _STARS.sub("", _LABEL_NUMBER.sub("", bare(text)))))


def form_field(text: str) -> str | None:
    """The field that a label of the form names, ``预算数（万元）`` included; ``None`` if it is no label."""
    label = plain_label(text)
    return FORM_LABELS.get(label) or FORM_LABELS.get(plain_label(_LABEL_MONEY.sub("", label)))


def labelled_field(text: str) -> str | None:
    """The field of the form whose label and value stand in one text, ``项目名称：某项目``."""
    split = split_labelled(text)
    return split[0] if split is not None else None


def split_labelled(text: str) -> tuple[str, str] | None:
    """Field and value of such a text; the label may have a colon in it: ``其中：财政资金：10万元``."""
    for colon in _COLON.finditer(text[:_LONGEST_LABEL]):
        field = form_field(text[: colon.start()])
        if field is not None:
            return field, text[colon.end() :]
    return None


def unit_part(text: str) -> str | None:
    """What of the 预算单位 a label names, see :data:`UNIT_LABELS`; ``None`` if it is no such label."""
    label = plain_label(text)
    return UNIT_LABELS.get(label) or UNIT_LABELS.get(_UNIT_NOTE.sub("", label))


def grid_column(text: str) -> str | None:
    """The column of the indicator grid that a label names, whatever remark is in brackets behind it."""
    label = _OF_A_YEAR.sub("", plain_label(text))
    first_line = plain_label(text.strip().partition("\n")[0])  # below it the same in English
    return next(filter(None, map(GRID_LABELS.get, (label, plain_label(_ANY_NOTE.sub("", label)), first_line))), None)


def value_part(text: str) -> str | None:
    """What of an indicator's value a column of its own holds, see :data:`VALUE_PARTS`."""
    return VALUE_PARTS.get(plain_label(text))


def is_sign(text: str) -> bool:
    """Whether a text is a comparator, as a character or in words."""
    return bool(SIGN_WORDS.get(text.strip())) or _SIGN.match(text.strip()) is not None


def is_group_label(text: str) -> bool:
    """Whether a text is the label of the group of amounts."""
    return _LABEL_MONEY.sub("", plain_label(text)) in GROUP_LABELS


def amount_head(text: str) -> str | None:
    """The amount under a label that stands beside others of its kind; their total is the budget."""
    field = form_field(text)
    return field if field in AMOUNT_FIELDS else "budget" if plain_label(text) in TOTAL_LABELS else None


def is_goal(text: str) -> bool:
    """Whether a text is a label of goals, with the text below it: ``年度目标``, ``中期目标（2024—2026年）``."""
    return len(text) <= _LONGEST_LABEL and _GOAL.match(bare(text)) is not None


def is_goal_of_year(text: str) -> bool:
    """Whether it is that of one year's goals."""
    return bare(text).startswith(("年度", "当年", "本年"))


def label_money(text: str) -> str | None:
    """The currency unit in a label, ``元`` in ``预算数（元）``; ``None`` if it names none."""
    match = _LABEL_MONEY.search(plain_label(text))
    return match["unit"] if match else None


def heads_kind(text: str) -> bool:
    """Whether a text may be the label of 一级指标 or 二级指标 by another name."""
    return plain_label(text) in KIND_LABELS


def header_columns(row: Row) -> dict[str, int] | None:
    """The columns of an indicator grid by its header row.

    Returns:
        Column name → index of its cell in the row, or ``None`` if the row is not a header.
    """
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        column = grid_column(cell.text) if cell.text else None
        if column and column not in found:
            found[column] = index
    kinds = [index for index, cell in enumerate(row[: found.get("name", 0)]) if heads_kind(cell.text)]
    missing = [column for column in ("category", "subcategory") if column not in found]
    found |= dict(zip(missing, kinds, strict=False))
    if "name" not in found and {"category", "subcategory"} <= found.keys():
        names = [index for index, cell in enumerate(row) if plain_label(cell.text) in NAME_LABELS]
        found |= dict(zip(["name"], (index for index in names if index > found["subcategory"]), strict=False))
    return found if len(found) >= HEADER_LABELS_NEEDED and "name" in found else None


def headed(cell: Cell, above: Row, is_label: Callable[[str], bool]) -> Cell:
    """A blank cell of a header with the label from above it, if that is one or the two are one merged cell."""
    if cell.text.strip():
        return cell
    top = next((c for c in above if c.column <= cell.column < c.column + c.span), None)
    is_of_header = top is not None and (cell.covered or is_label(top.text))
    return replace(cell, text=top.text, covered=False) if top is not None and is_of_header else cell


def second_label(text: str) -> str | None:
    """What a label under 指标值 heads, a column of the grid or a part of the value; ``""``: none of the form's.

    ``None`` if it is no such label.
    """
    known = grid_column(text) or value_part(text)
    return known if known in ("value", "description", "sign", "measure") else SECOND_LABELS.get(plain_label(text))


@cache
def _categories() -> frozenset[str]:
    return frozenset(name for scheme in schemes().values() for name in scheme.spellings)


@cache
def _subcategories() -> frozenset[str]:
    return frozenset(name for scheme in schemes().values() for name in scheme.subspellings)


def category_name(text: str) -> str:
    """A 一级指标 or 二级指标 without the number before it and the weight behind: ``一、产出指标（50分）``.

    A text in which no scheme's name is left stays as it is.
    """
    name = _WEIGHT.sub("", _NUMBER.sub("", bare(text)))
    return name if name in _categories() | _subcategories() else text


def is_category(text: str) -> bool:
    """Whether a text is a 一级指标 of any scheme, in any accepted spelling."""
    return bare(category_name(text)) in _categories()


def is_category_of_any_level(text: str) -> bool:
    """Whether a text is a 一级指标 or 二级指标 of any scheme."""
    return bare(category_name(text)) in _categories() | _subcategories()


def is_foot(text: str) -> bool:
    """Whether a row that begins with this text stands under the grid and is no indicator."""
    match = _FOOT.match(re.sub(r"\s", "", text[:_LONGEST_LABEL]))
    return match is not None and match["label"] in FOOT_LABELS


def is_unsigned(texts: Iterable[str]) -> bool:
    """Whether a row under the grid has nothing but labels of the signature block and room for a date."""
    pieces = _BETWEEN_LABELS.split(" ".join(texts))
    return all(piece in FOOT_LABELS for piece in pieces if piece)


def join_texts(texts: Iterable[str]) -> str:
    """Texts of several cells that belong together, one a line, blanks left out."""
    return "\n".join(text for text in texts if text.strip())
