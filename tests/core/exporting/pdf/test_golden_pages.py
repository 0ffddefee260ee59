"""Pages as they look: the published tables, and tables that torture the layout."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from core.domain.records import Indicator, Project, TargetTable
from core.exporting.pdf import PdfOptions, write_pdf
from core.layout.form import Edition, fill
from tests.reference import reference_tables

GOLDEN = Path(__file__).parents[3] / "golden"
PRINTED_AT = datetime(2025, 3, 1, 9, 5)  # noqa: DTZ001 - a wall clock's time, as printed
DPI = 60
TOLERANCE = 1.0
"""Mean difference of grey values, of 255; a row that is shifted by a line gives 4 and more."""

RARE = "𠮷林䶮湖𬺓㐀𪚥𬭸鿍 ☑☐☒□ ≥≤≒①②Ⅲ℃㎡〇"
FOR_SIGNATURE = PdfOptions(printed_at=PRINTED_AT)


@cache
def published(edition: Edition) -> bytes:
    return pdf(list(reference_tables()), edition, FOR_SIGNATURE)


def pdf(tables: list[TargetTable], edition: Edition, options: PdfOptions = FOR_SIGNATURE) -> bytes:
    out = BytesIO()
    write_pdf([fill(table) for table in tables], out, edition, options)
    return out.getvalue()


def signature(table: TargetTable, options: PdfOptions = FOR_SIGNATURE) -> bytes:
    return pdf([table], Edition.SIGNATURE, options)


def empty() -> TargetTable:
    return replace(reference_tables()[0], project=Project("p", "u", 1), indicators=())


def mixed() -> TargetTable:
    """Rare characters, a target and descriptions several times as long as usual."""
    table = reference_tables()[2]
    project = replace(table.project, name=RARE + table.project.name * 2, target=table.project.target * 3)
    rows = tuple(
        replace(row, description=row.description * (1 + index * 3)) for index, row in enumerate(table.indicators)
    )
    return replace(table, project=project, indicators=rows)


def rare() -> TargetTable:
    """Every field full of characters beyond GBK, signs, and what has no glyph at all."""
    table = reference_tables()[0]
    project = replace(table.project, name=RARE, purpose=f"{RARE}\n\ue000\U0003134a{RARE}", target=RARE * 6)
    rows = tuple(replace(row, name=RARE, description=RARE * 2, value="☑≥９９％") for row in table.indicators)
    return replace(table, unit=replace(table.unit, name=f"{RARE}局"), project=project, indicators=rows)


def long() -> TargetTable:
    """A row taller than a page, between two usual ones."""
    table = reference_tables()[0]
    sentence = "统筹推进政务服务改革，全年办件量不少于1234567件（含“一网通办”），群众满意度≥95%。"
    rows = list(table.indicators)
    rows[1] = replace(rows[1], description=(sentence * 130)[:5000])
    return replace(table, indicators=tuple(rows))


def many() -> TargetTable:
    """500 rows in three 一级指标."""
    table = reference_tables()[0]
    rows = tuple(
        Indicator(f"r{n}", "p", n, category, "数量指标", f"第{n}项指标", f"第{n}项指标的说明", f"≥{n}件")
        for n in range(1, 501)
        for category in ["产出指标" if n <= 300 else "效益指标" if n <= 480 else "满意度指标"]
    )
    return replace(table, indicators=rows)


def crowded() -> TargetTable:
    """More than a page in full size, and amounts wider than their cells."""
    table = reference_tables()[5]
    amounts = {"budget": Decimal("123456789.123456"), "fiscal_funds": Decimal("99999999999999.99")}
    return replace(table, project=replace(table.project, **amounts))


PAGES: dict[str, Callable[[], tuple[bytes, int]]] = {
    "contents": lambda: (published(Edition.PUBLICATION), 0),
    "table": lambda: (published(Edition.PUBLICATION), 1),
    "signature": lambda: (published(Edition.SIGNATURE), 0),
    "torture": lambda: (pdf([mixed()], Edition.PUBLICATION), 1),
    "empty": lambda: (signature(empty()), 0),
    "rare": lambda: (signature(rare()), 0),
    "long-first": lambda: (signature(long()), 0),
    "long-second": lambda: (signature(long()), 1),
    "long-last": lambda: (signature(long()), -1),
    "rows-second": lambda: (signature(many()), 1),
    "rows-last": lambda: (signature(many()), -1),
    "fitted": lambda: (signature(crowded(), replace(FOR_SIGNATURE, fit_on_one_page=True, header_line=RARE * 3)), 0),
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_look_like_the_golden_ones(name: str) -> None:
    """Run with a missing golden file to have it drawn; then look at it."""
    page = draw(*PAGES[name]())
    file = GOLDEN / f"pdf-{name}.png"
    if not file.exists():
        page.save(file, optimize=True)
        pytest.fail(f"{file.name} was missing and has been drawn")
    with Image.open(file) as golden:
        assert page.size == golden.size
        difference = ImageStat.Stat(ImageChops.difference(page, golden.convert("L")))
    assert difference.mean[0] < TOLERANCE


def draw(content: bytes, number: int) -> Image.Image:
    document = pypdfium2.PdfDocument(content)
    try:
        return document[number % len(document)].render(scale=DPI / 72, grayscale=True).to_pil()
    finally:
        document.close()
