"""The PDF: what it says, what it is made of, what it looks like."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from core.catalogue.glyphs import undrawable
from core.domain.errors import Cancelled
from core.domain.records import Project
from core.exporting.pdf import PdfOptions, write_pdf
from core.layout.form import Edition, FilledForm, fill
from tests.reference import reference_tables

PRINTED_AT = datetime(2025, 3, 1, 9, 5)  # noqa: DTZ001 - a wall clock's time, as printed


@pytest.fixture(scope="module")
def forms() -> list[FilledForm]:
    return [fill(table) for table in reference_tables()]


@pytest.fixture(scope="module")
def booklet(forms: list[FilledForm]) -> bytes:
    return pdf(forms)


@pytest.fixture(scope="module")
def for_signature(forms: list[FilledForm]) -> bytes:
    return pdf(forms, Edition.SIGNATURE, PdfOptions(printed_at=PRINTED_AT))


def pdf(forms: list[FilledForm], edition: Edition = Edition.PUBLICATION, options: PdfOptions | None = None) -> bytes:
    out = BytesIO()
    write_pdf(forms, out, edition, options or PdfOptions())
    return out.getvalue()


def pypdf_pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def pdfium_pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


Reader = Callable[[bytes], list[str]]
READERS = pytest.mark.parametrize("read", [pypdf_pages, pdfium_pages])


def dense(text: str) -> str:
    """Without white space, without what PDFium marks at a hyphen that ends a line."""
    return re.sub(r"[\s\u0002\ufffe\u00ad]", "", text)


def fields_in_order(form: FilledForm) -> Iterator[str]:
    yield dense(form.heading)
    for grid in (form.table_a, form.table_b):
        for cell in grid.cells:
            yield dense(cell.text)


def assert_says(text: str, expected: Iterator[str], position: int = 0) -> int:
    for field in expected:
        found = text.find(field, position)
        assert found >= 0, (field, text[position : position + 60])
        position = found + len(field)
    return position


@READERS
def test_the_text_layer_holds_every_field_of_every_table_in_reading_order(
    read: Reader, forms: list[FilledForm], booklet: bytes
) -> None:
    pages = read(booklet)
    text = "".join(re.sub(r"^—\d+—|—\d+—$", "", dense(page)) for page in pages[1:])
    position = 0
    for form in forms:
        # Where a table runs over a page its repeated header comes between two rows, never inside a field.
        position = assert_says(text, fields_in_order(form), position)


@READERS
def test_the_edition_for_signature_says_what_must_be_on_it(
    read: Reader, forms: list[FilledForm], for_signature: bytes
) -> None:
    pages = [dense(page) for page in read(for_signature)]
    text = "".join(pages)
    for label in ("填报单位（盖章）", "单位负责人", "财务负责人", "填报人", "联系电话", "填报日期"):
        assert text.count(f"{label}：") == len(forms)
    for form in forms:
        assert text.count(form.check_code) >= 2
    assert all("打印时间：2025-03-0109:05" in page for page in pages)
    assert re.search(r"第1页共[12]页", pages[0])


def test_labels_of_the_signature_block_can_be_chosen(forms: list[FilledForm]) -> None:
    content = pdf(forms[:1], Edition.SIGNATURE, PdfOptions(signature_labels=("审核人", "审核日期")))
    text = dense("".join(pypdf_pages(content)))
    assert "审核人：" in text
    assert "审核日期：年月日" in text
    assert "填报人" not in text
    assert "打印时间" not in text


def test_contents_name_the_page_on_which_each_table_begins(forms: list[FilledForm], booklet: bytes) -> None:
    pages = [dense(page) for page in pypdf_pages(booklet)]
    assert pages[0].startswith("2025年度项目绩效目标表目录319101天津市人民政府政务服务办公室1.2025年度等级保护")
    for form in forms:
        heading = dense(form.heading)
        number = next(number for number, page in enumerate(pages[1:], 2) if heading in page)
        assert re.search(f"{re.escape(heading)}…+{number}", pages[0])
        assert pages[number - 1].endswith(f"—{number}—")


def test_the_outline_leads_from_unit_to_table(forms: list[FilledForm], booklet: bytes) -> None:
    reader = PdfReader(BytesIO(booklet))
    contents, first, tables, second, more = reader.outline
    assert [contents.title, first.title, second.title] == [
        "目录",
        "319101天津市人民政府政务服务办公室",
        "319202天津市便民专线服务中心",
    ]
    assert [item.title for item in [*tables, *more]] == [form.heading for form in forms]
    assert reader.trailer["/Root"]["/PageMode"] == "/UseOutlines"


def several_years(forms: list[FilledForm]) -> list[FilledForm]:
    return [replace(forms[0], year=2024), replace(forms[13], year=2024), forms[0]]


def test_contents_outline_and_tables_tell_years_apart(forms: list[FilledForm]) -> None:
    content = pdf(several_years(forms))
    first, *pages = [dense(page) for page in pypdf_pages(content)]
    assert first.startswith("2024、2025年度项目绩效目标表目录2024年度319101")
    assert first.index("2025年度319101") > first.index("319202")
    assert sum(page.count("2024年度校验码") for page in pages) == 2
    assert sum(page.count("2025年度校验码") for page in pages) == 1
    _, last_year, last_years, this_year, this_years = PdfReader(BytesIO(content)).outline
    assert [last_year.title, this_year.title] == ["2024 年度", "2025 年度"]
    assert [unit.title[:6] for unit in last_years[::2]] == ["319101", "319202"]
    assert [table.title for table in this_years[1]] == [forms[0].heading]


@pytest.mark.parametrize("title", ["封面标题" * 15, "二〇二五年度某市某某局及所属事业单位项目支出绩效目标表汇编册"])
def test_a_long_cover_line_stays_between_the_margins(forms: list[FilledForm], title: str) -> None:
    document = pypdfium2.PdfDocument(pdf(forms, options=PdfOptions(cover_title=title)))
    try:
        page = document[0]
        text = page.get_textpage()
        boxes = [text.get_charbox(index) for index in range(len(title))]
        assert min(box[0] for box in boxes) > 55
        assert max(box[2] for box in boxes) < page.get_width() - 55
        heights = {round(box[3] - box[1]) for box in boxes}
        assert max(heights) > 10, "and is legible"
        assert dense(text.get_text_bounded()).startswith(title + "目录")
    finally:
        document.close()


def test_many_years_are_named_as_a_range(forms: list[FilledForm]) -> None:
    years = [replace(forms[0], year=year) for year in range(2015, 2026)]
    assert dense(pypdf_pages(pdf(years))[0]).startswith("2015—2025年度项目绩效目标表目录")


def test_a_single_table_needs_no_contents(forms: list[FilledForm]) -> None:
    reader = PdfReader(BytesIO(pdf(forms[:1])))
    assert len(reader.pages) == 1
    assert [item.title for item in reader.outline] == [forms[0].heading]


def test_each_table_can_begin_a_page(forms: list[FilledForm]) -> None:
    pages = [dense(page) for page in pypdf_pages(pdf(forms, options=PdfOptions(one_a_page=True)))]
    for form in forms:
        assert any(page.startswith(dense(form.heading)) for page in pages[1:])


def test_fonts_are_embedded_subsets_of_the_vendored_faces(booklet: bytes, for_signature: bytes) -> None:
    for content in (booklet, for_signature):
        fonts = {}
        for page in PdfReader(BytesIO(content)).pages:
            fonts.update(page["/Resources"]["/Font"])
        for font in fonts.values():
            font = font.get_object()
            assert re.match(r"/[A-Z]{6}\+Noto(Serif|Sans)SC", font["/BaseFont"])
            assert "/FontFile2" in font["/FontDescriptor"]
            assert "/ToUnicode" in font


def test_the_same_tables_give_the_same_bytes(forms: list[FilledForm], booklet: bytes, for_signature: bytes) -> None:
    assert pdf(forms) == booklet
    assert pdf(forms, Edition.SIGNATURE, PdfOptions(printed_at=PRINTED_AT)) == for_signature


def test_several_documents_can_be_drawn_at_the_same_time(forms: list[FilledForm], booklet: bytes) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: pdf(forms), range(6))) == [booklet] * 6


def test_the_document_says_what_it_is(booklet: bytes) -> None:
    reader = PdfReader(BytesIO(booklet))
    assert reader.metadata is not None
    assert reader.metadata.title == "2025年度项目绩效目标表"
    assert reader.metadata.author == "天津市人民政府政务服务办公室、天津市便民专线服务中心"
    catalog = reader.trailer["/Root"]
    assert catalog["/Lang"] == "zh-CN"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]


RARE = "𠮷林䶮湖𬺓㐀𪚥𬭸鿍 ☑☐☒□ ≥≤≒①②Ⅲ℃㎡〇"


@READERS
def test_characters_beyond_the_basic_plane_copy_as_they_were_typed(read: Reader) -> None:
    table = reference_tables()[0]
    form = fill(replace(table, project=replace(table.project, name=RARE, target=RARE)))
    text = dense("".join(read(pdf([form]))))
    assert text.count(dense(RARE)) == 3


@READERS
def test_thousands_of_different_characters_copy_as_they_were_typed(read: Reader) -> None:
    """More than one font subset holds, of every face, within and beyond the basic plane."""
    ranges = [(0x4E00, 0x5600), (0x3400, 0x3500), (0x20000, 0x20400), (0x2A700, 0x2A900), (0x2CE00, 0x2CEA0)]
    every = "".join(character for first, last in ranges for character in map(chr, range(first, last)))
    assert not undrawable(every)
    table = reference_tables()[0]
    form = fill(replace(table, project=replace(table.project, target=every)))
    # The label of the cell is printed again on each page, the foot and the 校验码 below the pages.
    text = re.sub(r"—\d+—|绩效目标(?!表)", "", dense("".join(read(pdf([form])))))
    assert every in text


def test_an_empty_table_is_printed_as_an_empty_form() -> None:
    table = replace(reference_tables()[0], project=Project("p", "u", 1), indicators=())
    text = dense("".join(pypdf_pages(pdf([fill(table)], Edition.SIGNATURE))))
    assert_says(text, iter(["1.绩效目标表", "项目名称", "预算数", "绩效目标", "一级指标", "指标值", "填报单位"]))


def test_any_text_can_be_drawn() -> None:
    table = reference_tables()[0]
    wild = "\ue000\ud800\x00\x07\t\u200b\r\n\u2028é\u0301٣ไทย한글🀄"
    form = fill(replace(table, project=replace(table.project, name=wild, target=wild, purpose=wild)))
    content = pdf([form, form])
    assert len(PdfReader(BytesIO(content)).pages) >= 2


def test_progress_is_told_and_can_end_the_work(forms: list[FilledForm]) -> None:
    told: list[tuple[int, int]] = []
    write_pdf(forms, BytesIO(), Edition.PUBLICATION, progress=lambda done, total: told.append((done, total)))
    assert told[0] == (1, 28)
    assert told[-1] == (28, 28)

    def cancel(done: int, total: int) -> None:
        raise Cancelled

    out = BytesIO()
    with pytest.raises(Cancelled):
        write_pdf(forms, out, Edition.SIGNATURE, progress=cancel)
    assert out.getvalue() == b""


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_qpdf_finds_no_fault(booklet: bytes, for_signature: bytes, tmp_path: Path) -> None:
    for name, content in (("booklet", booklet), ("signature", for_signature)):
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(content)
        subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)
