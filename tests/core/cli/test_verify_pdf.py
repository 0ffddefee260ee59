"""verify: a PDF that another program has worked on."""

import io
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from pypdf.annotations import FreeText
from pypdf.generic import NameObject, StreamObject
from reportlab.pdfgen.canvas import Canvas

from core.services import intents
from tests.core.cli.conftest import Program, edit


@pytest.fixture
def paper(sample: Program, tmp_path: Path) -> Path:
    """The first table, for signature, as PDF."""
    out = tmp_path / "表.pdf"
    assert sample("export", out, "--project", 1, "--edition", "signature").code == 0
    return out


def rewrite(file: Path, change: Callable[[pypdf.PdfWriter], object]) -> None:
    writer = pypdf.PdfWriter(clone_from=file)
    change(writer)
    writer.write(file)


def test_a_pdf_that_another_program_has_saved_anew_is_still_the_table(sample: Program, paper: Path) -> None:
    rewrite(paper, lambda writer: writer.compress_identical_objects())

    outcome = sample("verify", paper)

    assert (outcome.code, outcome.out.count("一致")) == (0, 1)
    assert "校验码和各张表的文字" in outcome.out


def test_without_its_properties_the_printed_code_is_found(sample: Program, paper: Path) -> None:
    def forget(writer: pypdf.PdfWriter) -> None:
        writer.metadata = None

    rewrite(paper, forget)
    assert sample("verify", paper).out.count("一致") == 1


def test_a_code_of_another_content_is_told(sample: Program, workspace: Path, tmp_path: Path, paper: Path) -> None:
    changed = tmp_path / "改过.pdf"
    edit(workspace, lambda table: intents.set_cells(table, {(1, "value"): "≥100人"}))
    assert sample("export", changed, "--project", 1, "--edition", "signature").code == 0
    original = pypdf.PdfReader(paper).metadata["/Keywords"]
    rewrite(changed, lambda writer: writer.add_metadata({"/Keywords": original}))

    outcome = sample("verify", changed)

    assert outcome.code == 1
    assert "“1.2025年度等级保护测评等网络安全项目”：文件缺少这张表的页面。" in outcome.out
    assert "第 2 行指标值：工作区为“≥100人”，校验码对应的内容为“1次”" in outcome.out


def test_a_text_that_was_changed_in_the_page_is_told(sample: Program, paper: Path) -> None:
    """An editor of PDF that knows the fonts: it writes other glyphs in the place of a text."""

    def swap(writer: pypdf.PdfWriter) -> None:
        page = writer.pages[0]
        content = page.get_contents().get_data().decode("latin-1")
        name, value = (re.search(rf"\.2\.2\.{column}\)>> BDC\n(.*?)\nEMC", content, re.S)[1] for column in (2, 4))
        other = re.sub(r"/\S+ \S+ Tf.*", re.search(r"/\S+ \S+ Tf.*", name)[0], value)
        stream = StreamObject()
        stream.set_data(content.replace(value, other).encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(stream)

    rewrite(paper, swap)

    outcome = sample("verify", paper)
    assert outcome.code == 1
    assert "第 2 行指标值：文件页面上为“信息系统密码测评次数”，校验码对应的内容为“1次”" in outcome.out


def test_a_text_that_was_laid_over_the_page_is_told(sample: Program, paper: Path) -> None:
    layer = io.BytesIO()
    canvas = Canvas(layer)
    canvas.drawString(200, 500, "9999.00")
    canvas.save()

    rewrite(paper, lambda writer: writer.pages[0].merge_page(pypdf.PdfReader(layer).pages[0]))

    outcome = sample("verify", paper)
    difference, _note = outcome.out.splitlines()
    assert (outcome.code, difference) == (1, "第 1 页有本程序没有写上的文字“9999.00”。")


def test_a_text_inside_a_drawing_that_was_laid_over_the_page_is_told(sample: Program, paper: Path) -> None:
    layer = io.BytesIO()
    canvas = Canvas(layer)
    canvas.beginForm("stamp")
    canvas.drawString(200, 500, "PAID")
    canvas.endForm()
    canvas.doForm("stamp")
    canvas.save()

    rewrite(paper, lambda writer: writer.pages[0].merge_page(pypdf.PdfReader(layer).pages[0]))

    assert "没有写上的文字“PAID”" in sample("verify", paper).out


def test_a_note_that_was_added_is_said_not_to_be_compared(sample: Program, paper: Path) -> None:
    rewrite(paper, lambda writer: writer.add_annotation(0, FreeText(text="已阅", rect=(50, 50, 150, 90))))

    outcome = sample("verify", paper)
    assert outcome.code == 0
    assert "不包括第 1 页上另加的批注" in outcome.out.replace("也", "")


def test_a_page_that_was_taken_out_is_missed(sample: Program, tmp_path: Path) -> None:
    booklet = tmp_path / "全部.pdf"
    assert sample("export", booklet).code == 0

    rewrite(booklet, lambda writer: writer.remove_page(writer.pages[1]))

    outcome = sample("verify", booklet)
    assert outcome.code == 1
    assert "“1.2025年度等级保护测评等网络安全项目”：文件缺少这张表的页面。" in outcome.out


def test_sheets_that_were_put_together_are_the_tables_that_they_are(
    sample: Program, tmp_path: Path, paper: Path
) -> None:
    other, both = tmp_path / "二.pdf", tmp_path / "合订.pdf"
    assert sample("export", other, "--project", 2).code == 0
    writer = pypdf.PdfWriter()
    for file in (paper, other, paper):
        writer.append(file)
    writer.write(both)

    outcome = sample("verify", both)

    assert (outcome.code, outcome.out.count("一致")) == (0, 2)


def test_a_small_file_that_unfolds_to_gigabytes_is_refused_in_a_sentence(sample: Program, tmp_path: Path) -> None:
    page = zlib.compress(b"BT /F1 10 Tf (x) Tj ET " * 4_000_000)
    bomb = tmp_path / "炸弹.pdf"
    bomb.write_bytes(
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>endobj 4 0 obj<</Length "
        + str(len(page)).encode()
        + b"/Filter/FlateDecode>>stream\n"
        + page
        + b"\nendstream endobj trailer<</Root 1 0 R>>"
    )
    assert sample("verify", bomb).sentence == "“炸弹.pdf”太大或已损坏，不能读取；请改用印在表上的校验码核对。"


def test_pages_without_marks_are_compared_by_their_code_only_and_that_is_said(sample: Program, paper: Path) -> None:
    def unmark(writer: pypdf.PdfWriter) -> None:
        for page in writer.pages:
            plain = StreamObject()
            lines = page.get_contents().get_data().split(b"\n")
            plain.set_data(b"\n".join(line for line in lines if not line.endswith((b"BDC", b"BMC", b"EMC"))))
            page[NameObject("/Contents")] = writer._add_object(plain)

    rewrite(paper, unmark)

    outcome = sample("verify", paper)
    assert outcome.code == 0
    assert "页面上的文字不能逐格核对，请对照原件" in outcome.out


def test_a_pdf_with_a_password_or_broken_or_of_somebody_else_says_which(
    sample: Program, paper: Path, tmp_path: Path
) -> None:
    whole = paper.read_bytes()
    rewrite(paper, lambda writer: writer.encrypt("1234"))
    assert sample("verify", paper).sentence == "“表.pdf”有密码保护或已损坏，不能读取；请改用印在表上的校验码核对。"
    paper.write_bytes(whole[: len(whole) // 3])
    assert sample("verify", paper).sentence == "“表.pdf”有密码保护或已损坏，不能读取；请改用印在表上的校验码核对。"
    canvas = Canvas(str(paper))
    canvas.setKeywords("budget")
    canvas.drawString(100, 100, "budget")
    canvas.save()
    assert "没有校验码" in sample("verify", paper).sentence
    paper.write_bytes(b"MZ")
    assert "不是 PDF" in sample("verify", paper).sentence
