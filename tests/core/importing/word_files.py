"""Small Word files made for a test: a body in WordprocessingML, wrapped into a package."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
COVERED = object()
"""A cell that the merged cell above covers."""


def word_file(body: str, *, declaration: str = "") -> bytes:
    """The bytes of a ``.docx`` with this body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f"{declaration}<w:document {W}><w:body>{body}</w:body></w:document>".encode()
        )
    return out.getvalue()


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def table(rows: Sequence[Sequence[object]]) -> str:
    """A table; a cell is a text, ``(text, columns)`` for one over several columns, or ``COVERED``."""
    merged = {(r - 1, c) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell is COVERED}
    return "<w:tbl>" + "".join(_row(row, r, merged) for r, row in enumerate(rows)) + "</w:tbl>"


def _row(row: Sequence[object], number: int, merged: set[tuple[int, int]]) -> str:
    return "<w:tr>" + "".join(_cell(cell, (number, c) in merged) for c, cell in enumerate(row)) + "</w:tr>"


def _cell(cell: object, merged: bool) -> str:
    if cell is COVERED:
        return "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    text, span = cell if isinstance(cell, tuple) else (str(cell), 1)
    properties = f'<w:gridSpan w:val="{span}"/>' + ('<w:vMerge w:val="restart"/>' if merged else "")
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraph(line) for line in text.split(chr(10)))}</w:tc>"


HEADER = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值")


def form(name: str = "某项目", unit: str = "319101某单位", money: str = "单位：万元") -> list[Sequence[object]]:
    """The rows of the upper table, as published."""
    return [
        ((unit, 5), (money, 2)),
        ("项目名称", (name, 6)),
        ("预算规模及资金用途", "预算数", "10.00", "其中：财政    资金", "10.00", "其他资金", ""),
        (COVERED, ("购买服务", 6)),
        ("绩效目标", ("1.完成服务", 6)),
    ]


ROWS: list[Sequence[object]] = [
    ("产出指标", "数量指标", "次数", "服务次数", "≥3次"),
    (COVERED, "成本指标", "费用", "服务费用", "≤10万元"),
    ("效益指标", "社会效益指标", "效果", "服务效果", "提升"),
]


def whole_table(name: str = "某项目", number: int = 1) -> str:
    """Heading, form and grid, as published."""
    return paragraph(f"{number}.{name}绩效目标表") + table(form(name)) + paragraph("") + table([HEADER, *ROWS])
