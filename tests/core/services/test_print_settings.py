"""打印设置: kept in the workspace, obeyed wherever paper is made."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from core.catalogue.glyphs import face_path
from core.domain.errors import KnownError
from core.domain.selection import Selection
from core.layout.form import Edition
from core.ports import Workspace
from core.services.exporting import export
from core.services.print_settings import (
    DEFAULTS,
    KEY,
    PrintSettings,
    SignatureLabel,
    keep_print_settings,
    print_settings,
)
from core.services.printing import tables_pdf
from core.services.sample import add_sample
from db.store import FileStore

OTHER = PrintSettings(
    labels=(SignatureLabel("审核人"), SignatureLabel("填报人", on=False), SignatureLabel("审核日期")),
    header_line="某市财政局 附件2",
    cover_title="2025年部门预算绩效目标",
    one_a_page=True,
    fit_on_one_page=True,
    merge_all_categories=True,
    song_file=str(face_path("song")),
    hei_file=str(face_path("hei")),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = FileStore().create(tmp_path / "w.jxdb")
    add_sample(workspace)
    yield workspace
    workspace.close()


def kept(workspace: Workspace) -> PrintSettings:
    with workspace.read() as reader:
        return print_settings(reader)


def noon() -> datetime:
    return datetime(2025, 3, 1, 12, 0, tzinfo=UTC)


def texts(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_a_new_workspace_has_the_usual_settings(workspace: Workspace) -> None:
    assert kept(workspace) == DEFAULTS


def test_settings_are_in_the_file_of_the_workspace(workspace: Workspace) -> None:
    keep_print_settings(workspace, OTHER)
    assert kept(workspace) == OTHER
    again = FileStore().open(workspace.path)
    try:
        assert kept(again) == OTHER
    finally:
        again.close()


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("", DEFAULTS),
        ("[]", DEFAULTS),
        ("{}", DEFAULTS),
        ('{"version": 9, "one_a_page": true, "paper": "A3"}', replace(DEFAULTS, one_a_page=True)),
        ('{"header_line": 3, "one_a_page": "yes", "labels": "x"}', DEFAULTS),
        ('{"labels": [{"text": "甲"}, {"text": 1}, "乙"]}', replace(DEFAULTS, labels=(SignatureLabel("甲"),))),
        ('{"labels": []}', replace(DEFAULTS, labels=())),
    ],
)
def test_what_cannot_be_understood_is_as_by_default(workspace: Workspace, stored: str, read: PrintSettings) -> None:
    with workspace.write() as writer:
        writer.put_setting(KEY, stored)
    assert kept(workspace) == read


def test_the_stored_form_is_versioned(workspace: Workspace) -> None:
    keep_print_settings(workspace, DEFAULTS)
    with workspace.read() as reader:
        assert json.loads(reader.setting(KEY) or "")["version"] == 1


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (replace(DEFAULTS, labels=(SignatureLabel(" "),)), "应有 1 到"),
        (replace(DEFAULTS, labels=(SignatureLabel("字" * 13),)), "应有 1 到"),
        (replace(DEFAULTS, labels=(SignatureLabel("字"),) * 13), "最多 12 项"),
        (replace(DEFAULTS, header_line="字" * 61), "页眉最多 60 个字，现在有 61 个"),
        (replace(DEFAULTS, cover_title="字" * 61), "封面标题最多 60 个字"),
        (replace(DEFAULTS, header_line="某\U00031350局"), "页眉中的“\U00031350”没有字形"),
        (replace(DEFAULTS, labels=(SignatureLabel("\ue000人"),)), "签字栏中的“\ue000”没有字形"),
        (replace(DEFAULTS, song_file="没有.ttf"), "不能用字体文件“没有.ttf”打印：找不到这个文件"),
        (replace(DEFAULTS, hei_file=str(Path(__file__))), "不是 TrueType"),
    ],
)
def test_what_cannot_be_printed_with_is_refused_and_not_kept(
    workspace: Workspace, settings: PrintSettings, sentence: str
) -> None:
    keep_print_settings(workspace, OTHER)
    with pytest.raises(KnownError, match=sentence):
        keep_print_settings(workspace, settings)
    assert kept(workspace) == OTHER


def test_preview_and_printing_obey(workspace: Workspace) -> None:
    keep_print_settings(workspace, OTHER)
    with workspace.read() as reader:
        ids = [table.project.id for table in reader.tables()]
    pages = texts(tables_pdf(workspace, ids[:1], Edition.SIGNATURE, clock=noon))
    assert all("某市财政局附件2" in page for page in pages)
    assert "审核人：" in pages[0]
    assert "审核日期：年月日" in pages[0]
    assert "填报人" not in pages[0]


def test_exporting_obeys(workspace: Workspace, tmp_path: Path) -> None:
    keep_print_settings(workspace, OTHER)
    out = tmp_path / "全部.pdf"
    export(workspace, out, clock=noon)
    pages = texts(out.read_bytes())
    assert pages[0].startswith("某市财政局附件22025年部门预算绩效目标目录")
    assert sum("绩效目标表319" in page for page in pages[1:]) == 14, "each table begins a page"
    assert len(pages) == 15, "and fits on it"


def test_merged_categories_are_merged_in_word_files_too(workspace: Workspace, tmp_path: Path) -> None:
    keep_print_settings(workspace, OTHER)
    out = tmp_path / "表.docx"
    export(workspace, out, Selection(number=3))
    column = [cell.text for cell in Document(str(out)).tables[-1].columns[0].cells]
    xml = Document(str(out)).tables[-1]._tbl.xml
    assert column.count("效益指标") == 2
    assert xml.count('<w:vMerge w:val="restart"/>') == 2


def test_the_edition_for_signature_carries_the_time_and_a_publication_does_not(
    workspace: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / "表.pdf"
    export(workspace, out, Selection(unit_code="319101"), "signature", clock=noon)
    pages = texts(out.read_bytes())
    assert all("打印时间：2025-03-0112:00" in page for page in pages)
    counts = [int(page.partition("页共")[2].partition("页")[0]) for page in pages if "第1页共" in page]
    assert len(counts) == 8, "each table is a document of its own, with its own page numbers"
    assert sum(counts) == len(pages)
    publications = []
    for _ in range(2):
        export(workspace, out)
        publications.append(out.read_bytes())
    assert publications[0] == publications[1]
    assert "打印时间" not in "".join(texts(publications[0]))


def test_a_font_that_is_gone_is_named_when_printing(workspace: Workspace, tmp_path: Path) -> None:
    font = tmp_path / "simsun.ttf"
    font.write_bytes(face_path("hei").read_bytes())
    keep_print_settings(workspace, replace(DEFAULTS, song_file=str(font)))
    with workspace.write() as writer:  # as if the workspace were opened on another machine
        writer.put_setting(KEY, json.dumps({"song_file": str(tmp_path / "别处.ttf")}))
    with pytest.raises(KnownError, match="找不到这个文件。请在“打印设置”中另选一个"):
        export(workspace, tmp_path / "表.pdf")
    assert not (tmp_path / "表.pdf").exists()
