"""What a line says of the two units: the currency unit, ``单位：万元``, and the 预算单位, ``单位：319101某某局``."""

import re
from typing import Final

_COLON: Final = "[:：﹕∶︰]"
_HAN: Final = "[\u3400-\u9fff]"
_LONGEST_LINE: Final = 300
"""A text that is longer states no unit; the patterns would look at its white space again and again."""


def _spaced(words: str) -> str:
    """Pattern of words with ``|`` between them, each with white space between its characters or without."""
    return "|".join(r"\s*+".join(word) for word in words.split("|"))


_RENMINBI: Final = f"(?:{_spaced('人民币')}|RMB|CNY)"
_CURRENCY: Final = (
    r"(?:(?:[十百千万亿]\s*+)+(?:[美欧日港]\s*+)?元|[美欧日港]\s*+元"
    rf"|元(?:\s*+{_RENMINBI})?(?!{_HAN}))"  # 元 with more behind it is 元氏县, 元谋县
)
_MONEY_UNIT: Final = re.compile(
    rf"(?:[（(]\s*+)?(?:{_spaced('币种')}\s*+{_COLON}\s*+{_RENMINBI}[\s,，;；、]*+)?"
    rf"(?:{_spaced('金额单位为|金额单位均为|货币单位为')}"
    rf"|(?:(?:{_spaced('金额|货币|计量|资金')})\s*+)?{_spaced('单位')}\s*+(?:{_COLON}|(?=[（(])))"
    rf"\s*+[（(]?\s*+{_RENMINBI}?\s*+[（(]?\s*+(?P<unit>{_CURRENCY})(?:\s*+{_RENMINBI})?(?:\s*+[）)])*"
    r"(?:\s*+[（(][^（()）]{0,20}(?:小数|取整)[^（()）]{0,20}[）)])?"
    rf"|\A\s*+[（(]\s*+{_RENMINBI}?\s*+(?P<in_brackets>{_CURRENCY})\s*+[）)]\s*+\Z"
    rf"|\A\s*+(?:{_spaced('单位')}\s++|{_spaced('金额')}\s*+{_COLON}\s*+){_RENMINBI}?\s*+(?P<alone>{_CURRENCY})\s*+\Z",
)
_SEAL: Final = re.compile(r"(?<!\s)\s*+[（(](?:盖章|公章|签章)[)）]\s*+\Z")
_UNIT_LABEL: Final = re.compile(
    r"\A(?:预算|填报|申报|项目|主管|编报|编制|报送)?(?:单位|部门)(?:[（(](?:单位|部门)[)）])?(?:名称|代码|编码)?"
    rf"(?:[及和](?:代码|编码|名称))?(?:[（(](?:盖章|公章|签章|全称)[)）])?\s*{_COLON}\s*"
)
_PART_OF_UNIT: Final = re.compile(rf"(?<!\s)\s*+(?=(?:预算|(?<!预算))(?:单位|部门)(?:代码|编码|名称)\s*{_COLON})")
_CODE_BEHIND: Final = re.compile(
    rf"(?P<name>\D*(?:{_HAN}|[）)]))\s*(?:[（(\[【]\s*(?P<code>(?!20\d\d\D)\d{{3,}})\s*[】\])）]|[-—_]?\s*(?P<bare>\d{{6,}}))\Z"
)
_CODE: Final = re.compile(
    r"[\[【（(]?(?P<code>[0-9A-Za-z]+(?:[-._][0-9A-Za-z]+)*)[\]】）)]?\s*[-—_:：﹕∶︰、]?\s*(?P<name>.*)\Z", re.DOTALL
)


def money_unit(text: str) -> str | None:
    """The currency unit that ``单位：万元`` states, ``万元`` by rights; ``None`` if the text states none."""
    match = _MONEY_UNIT.search(text) if "元" in text and len(text) <= _LONGEST_LINE else None
    if match is None:
        return None
    unit = match["unit"] or match["in_brackets"] or match["alone"]
    return re.sub(rf"\s|{_RENMINBI}", "", unit)


def without_money_unit(text: str) -> str:
    """What is left of a text without ``单位：万元``."""
    return _MONEY_UNIT.sub("", text) if len(text) <= _LONGEST_LINE else text


def states_unit(text: str) -> bool:
    """Whether a paragraph names the 预算单位 by a label."""
    return _UNIT_LABEL.match(text.strip()) is not None and money_unit(text) is None


def split_unit(text: str) -> tuple[str, str]:
    """Code and name of a unit: the code is the leading digits or letters, as text; either may be empty.

    Digits behind the name are its code too: ``某某局（319101）``.
    """
    if len(text) > _LONGEST_LINE:
        return "", text.strip()
    text = _SEAL.sub("", _UNIT_LABEL.sub("", text.strip()))
    if behind := _CODE_BEHIND.match(text):
        return behind["code"] or behind["bare"], behind["name"]
    match = _CODE.match(text)
    return (match["code"], match["name"]) if match else ("", text)


def unit_texts(text: str) -> list[str]:
    """What a line says of the unit, in pieces: ``单位名称：某某局 单位代码：319101`` is two."""
    pieces = _PART_OF_UNIT.split(text) if len(text) <= _LONGEST_LINE else [text]
    return [piece for piece in pieces if piece.strip()]
