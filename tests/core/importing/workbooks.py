"""Workbooks for the tests, as other offices and programs make them."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook

HEADER = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值")
ROWS = (
    ("产出指标", "数量指标", "次数", "服务次数", "≥3次"),
    ("产出指标", "成本指标", "费用", "服务费用", "≤10万元"),
    ("效益指标", "社会效益指标", "效果", "服务效果", "≥95%"),
)
FORM = (
    ("1.某项目绩效目标表",),
    ("319101某单位", None, None, None, None, "单位：万元"),
    ("项目名称", "某项目"),
    ("预算规模及资金用途", "预算数", 10, "其中：财政资金", 10, "其他资金", None),
    (None, "购买服务"),
    ("绩效目标", "1.完成服务"),
)

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
PARTS: Mapping[str, str] = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="表" sheetId="1" r:id="rId1"/>'
    "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
    f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
    f'Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
}
"""The frame of the smallest workbook: only the sheet itself is missing."""


def saved(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def workbook_with(*sheets: Iterable[Sequence[Any]]) -> bytes:
    """A workbook of plain rows, a sheet for each."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for rows in sheets:
        sheet = workbook.create_sheet()
        for row in rows:
            sheet.append(row)
    return saved(workbook)


def archive_of(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def raw_workbook(sheet_data: str, **other_parts: str) -> bytes:
    """A workbook whose one sheet has this content in ``<sheetData>`` and behind it."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{sheet_data}</worksheet>'
    return archive_of({**PARTS, "xl/worksheets/sheet1.xml": sheet, **other_parts})
