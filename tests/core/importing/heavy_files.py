"""Files that are long or wide where a reader might go over the same thing again and again."""

from collections.abc import Iterable

from tests.core.importing.word_files import HEADER, paragraph, table, word_file
from tests.core.importing.workbooks import raw_workbook

_WITH_BLANKS = (
    ("单位：万元", ""),
    ("", "单位：万元"),
    ("填报单位：", "（盖章"),
    ("单位：319101", "某"),
    ("预算年度", "甲"),
    ("绩效目标表", "甲"),
)


def _row(texts: Iterable[str], attributes: str = "") -> str:
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f"<row{attributes}>{cells}</row>"


def _wide(text: str, span: int = 9999) -> str:
    properties = f'<w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>'
    return f"<w:tc>{properties}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def _wide_titles() -> bytes:
    titles = "".join(map(_wide, HEADER)) + _wide("权重") * 3_000
    return word_file(f"<w:tbl><w:tr>{titles}</w:tr><w:tr>{_wide('甲') * 3_000}</w:tr></w:tbl>")


def _wide_list() -> bytes:
    titles = "".join(map(_wide, ("项目名称", *HEADER)))
    rows = f"<w:tr>{_wide('甲', 1)}</w:tr>" * 5_000
    return word_file(f"<w:tbl><w:tr>{titles}</w:tr>{rows}</w:tbl>")


def _nested() -> bytes:
    begin, end = "<w:tbl><w:tr><w:tc><w:p/>", "</w:tc></w:tr></w:tbl>"
    return word_file(begin * 18 + table([HEADER, ("产出指标", "数量指标", "次数", "", "1次")]) + end * 18)


def _struck() -> bytes:
    run = "<w:r><w:rPr><w:strike/></w:rPr><w:t>甲</w:t></w:r>"
    return word_file(f"<w:p>{run}</w:p>" * 25_000 + table([HEADER]))


def _hidden() -> bytes:
    return word_file("<w:p><w:r>" + "<w:rPr><w:vanish/></w:rPr>" * 60_000 + "</w:r></w:p>" + table([HEADER]))


def _large_paragraphs() -> bytes:
    return word_file(("<w:p>" + '<w:bookmarkStart w:name="甲"/>' * 130_000 + "</w:p>") * 3 + table([HEADER]))


HEAVY_FILES = {
    "wide-titles.docx": _wide_titles,
    "wide-list.docx": _wide_list,
    "nested.docx": _nested,
    "struck.docx": _struck,
    "hidden.docx": _hidden,
    "large-paragraphs.docx": _large_paragraphs,
    "many-lists.docx": lambda: word_file(table([("序号", "甲")]) * 5_000 + table([HEADER])),
    "many-forms.docx": lambda: word_file(paragraph("项目名称：甲") * 25_000 + table([HEADER])),
    "many-headers.xlsx": lambda: raw_workbook(
        (_row(("绩效指标", "", "", "", "指标值")) + _row((*HEADER[:3], "", ""))) * 5_000 + "</sheetData>"
    ),
    "many-second-headers.xlsx": lambda: raw_workbook(
        _row(("项目名称", "甲")) + _row(HEADER) + _row(("描述", *["值"] * 4)) * 20_000 + "</sheetData>"
    ),
    "many-lines.xlsx": lambda: raw_workbook(
        _row(("绩效目标", "甲")) + _row(("", "乙" * 30)) * 10_000 + _row(HEADER) + "</sheetData>"
    ),
    "many-projects.xlsx": lambda: raw_workbook(
        _row(("项目名称", *HEADER)) + "".join(_row((f"项目{n}", *"甲乙丙丁戊")) for n in range(500)) + "</sheetData>"
    ),
    "long-blanks.xlsx": lambda: raw_workbook(
        "".join(_row((f"{begin}{' ' * 280}{end}",)) for begin, end in _WITH_BLANKS) * 3_000 + "</sheetData>"
    ),
    "hidden-rows.xlsx": lambda: raw_workbook(
        "".join(_row("甲", f' r="{n}" hidden="1"') for n in range(1, 25_000)) + _row(HEADER) + "</sheetData>"
    ),
    "hidden-columns.xlsx": lambda: raw_workbook(
        _row(HEADER) + "</sheetData>" + '<cols><col min="1" max="255" hidden="1"/></cols>' * 50_000
    ),
}
