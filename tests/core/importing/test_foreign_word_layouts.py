"""Word files and texts as people make them: what comes in is what a person reads there."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table
from lxml import etree

from core.domain.errors import KnownError
from core.importing.docx_numbers import spelt
from core.importing.docx_reader import read_docx
from core.importing.proposal import Proposal
from core.importing.reading import propose
from core.importing.recognise import recognise
from core.importing.txt_reader import read_txt
from tests.core.importing.test_foreign_layouts import amounts, texts, values
from tests.core.importing.test_told_or_taken import HEADER, ROWS, form, said
from tests.core.importing.word_files import W

Rows = Sequence[Sequence[object]]
WHOLE = [*form(), HEADER, *ROWS]


def filled(table: Table, rows: Rows) -> Table:
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=False):
            cell.text = "" if text is None else str(text)
    return table


def add_table(document: WordDocument, rows: Rows) -> Table:
    return filled(document.add_table(len(rows), max(map(len, rows))), rows)


def read(build: Callable[[WordDocument], object]) -> Proposal:
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return recognise(read_docx(out.getvalue(), "表.docx"))


def test_a_form_in_paragraphs_above_its_grid() -> None:
    def build(document: WordDocument) -> None:
        for name in ("甲项目", "乙项目"):
            for line in (f"项目名称：{name}", "单位名称：319101某某局", "预算数：10万元", "绩效目标：完成任务"):
                document.add_paragraph(line)
            add_table(document, [HEADER, *ROWS])
        document.add_paragraph("项目名称：没有指标的")

    proposal = read(build)
    found = [(t.name, t.unit_code, amounts(t)[0], t.target, texts(t)) for t in proposal.tables]
    assert found == [(name, "319101", "10.00", "完成任务", ROWS) for name in ("甲项目", "乙项目")]
    assert "表外有 1 段文字（“项目名称：没有指标的”），没有导入" in said(proposal)


def test_a_grid_for_each_category_below_its_name() -> None:
    def build(document: WordDocument) -> None:
        add_table(document, form())
        for name, rows in (("一、产出指标", ROWS[:2]), ("二、效益指标", ROWS[2:])):
            document.add_paragraph(name)
            add_table(document, [HEADER[1:], *(row[1:] for row in rows)])

    proposal = read(build)
    assert texts(proposal.tables[0]) == ROWS
    assert proposal.problems == ()


def test_a_form_laid_out_in_the_cell_of_another_table() -> None:
    def build(document: WordDocument) -> None:
        outer = document.add_table(1, 1)
        filled(outer.cell(0, 0).add_table(len(WHOLE), 6), WHOLE)

    (table,) = read(build).tables
    assert (table.name, texts(table)) == ("培训项目", ROWS)


def test_a_small_table_in_a_cell_is_text_of_the_cell() -> None:
    def build(document: WordDocument) -> None:
        cell = add_table(document, WHOLE).cell(6, 3)
        filled(cell.add_table(2, 2), [["甲", "1次"], ["乙", "2次"]])

    (table,) = read(build).tables
    assert table.indicators[0].description == "培训人次\n甲 1次\n乙 2次"
    assert len(table.indicators) == 3


def test_numbers_that_word_writes_by_itself_are_read() -> None:
    def build(document: WordDocument) -> None:
        target = add_table(document, WHOLE).cell(4, 1)
        target.paragraphs[0].style = "List Number"
        target.paragraphs[0].text = "完成甲"
        target.add_paragraph("完成乙", style="List Number")
        target.add_paragraph("", style="List Number")
        target.add_paragraph("圆点", style="List Bullet")

    assert read(build).tables[0].target == "1.完成甲\n2.完成乙\n\n圆点"


def test_a_list_begins_anew_and_has_levels() -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (kind, text) in enumerate([("chineseCounting", "%1、"), ("decimal", "（%2）")])
    )
    numbering = etree.fromstring(
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="90">{levels}</w:abstractNum>'
        '<w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num><w:num w:numId="91"><w:abstractNumId w:val="90"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>'
    )

    def build(document: WordDocument) -> None:
        part = document.part.numbering_part.element
        part.insert(0, numbering[0])
        part.extend(list(numbering))
        target = add_table(document, WHOLE).cell(4, 1)
        for number, level in ((90, 0), (90, 1), (90, 1), (90, 0), (90, 1), (91, 0)):
            properties = target.add_paragraph("文字")._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = level
            properties.get_or_add_numId().val = number

    lines = read(build).tables[0].target.splitlines()[1:]
    assert lines == ["一、文字", "（1）文字", "（2）文字", "二、文字", "（1）文字", "一、文字"]


@pytest.mark.parametrize(
    ("number", "kind", "text"),
    [
        *((n, "chineseCounting", t) for n, t in ((1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"))),
        *((n, "lowerRoman", t) for n, t in ((4, "iv"), (19, "xix"))),
        (2, "upperLetter", "B"),
        (3, "decimalEnclosedCircle", "③"),
        (1, "ideographTraditional", "甲"),
        (7, "somethingNew", "7"),
    ],
)
def test_numbers_as_word_spells_them(number: int, kind: str, text: str) -> None:
    assert spelt(number, kind) == text


def test_the_text_of_a_text_box_is_named() -> None:
    def build(document: WordDocument) -> None:
        add_table(document, WHOLE)
        box = f"<w:pict {W}><w:txbxContent><w:p><w:r><w:t>框里的话</w:t></w:r></w:p></w:txbxContent></w:pict>"
        document.add_paragraph().add_run()._r.append(etree.fromstring(box))

    assert "1 个文本框里的文字（“框里的话”）没有读取" in said(read(build))


def test_the_currency_unit_above_the_pages_holds() -> None:
    def build(document: WordDocument) -> None:
        document.sections[0].header.paragraphs[0].text = "单位：元"
        add_table(document, [["项目名称", "培训项目"], ["预算数", "100000"], ["绩效目标", "完成"]])
        add_table(document, [HEADER, *ROWS])

    assert amounts(read(build).tables[0])[0] == "10.00"


@pytest.mark.parametrize(("kind", "rows"), [("del", ROWS[1:]), ("ins", ROWS)])
def test_rows_that_tracked_changes_deleted_are_gone_and_inserted_ones_are_there(kind: str, rows: Rows) -> None:
    def build(document: WordDocument) -> None:
        mark = OxmlElement(f"w:{kind}")
        mark.set(qn("w:author"), "某某")
        add_table(document, WHOLE).rows[6]._tr.get_or_add_trPr().append(mark)

    assert texts(read(build).tables[0]) == rows


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(("suffix", "delimiter"), [(".txt", "\t"), (".csv", ",")])
def test_a_worksheet_saved_as_text(encoding: str, suffix: str, delimiter: str, tmp_path: Path) -> None:
    rows = [["" if text is None else f'"{text}"' for text in row] for row in WHOLE]
    path = tmp_path / f"表{suffix}"
    path.write_bytes("\r\n".join(map(delimiter.join, rows)).encode(encoding))
    (table,) = propose(path).tables
    assert (table.name, table.purpose, texts(table)) == ("培训项目", "开展培训", ROWS)
    assert amounts(table) == ["10.00", "10.00", "0.00"]


def test_a_cell_of_several_lines_in_a_worksheet_saved_as_text() -> None:
    text = '项目名称\t"甲\n乙"\n' + "\n".join("\t".join(row) for row in [HEADER, *ROWS])
    proposal = recognise(read_txt(text.encode(), "表.txt"))
    assert proposal.tables[0].name == "甲\n乙"
    assert values(proposal) == [row[4] for row in ROWS]


@pytest.mark.parametrize("delimiter", ["\t", ",", ";", "|"])
@pytest.mark.parametrize("name", ['"双随机"抽查', '"双随机抽查', '抽查"双随机"', '3"管道'])
def test_a_quotation_mark_in_a_text_quotes_no_cell(delimiter: str, name: str) -> None:
    rows = [[*ROWS[0][:2], name, *ROWS[0][3:]], *ROWS[1:]]
    text = "\n".join(delimiter.join("" if cell is None else str(cell) for cell in row) for row in [*WHOLE[:6], *rows])
    assert texts(recognise(read_txt(text.encode(), "表.csv")).tables[0]) == rows


def test_a_text_in_columns_that_are_drawn() -> None:
    rows = [[("" if cell is None else str(cell)) for cell in row] for row in WHOLE]
    markdown = [f"| {' | '.join(row)} |" for row in rows]
    markdown.insert(6, "|---|:---|---:|:-:|---|")
    framed = "+---+---+\n" + "\n".join(f"｜{'｜'.join(row)}｜" for row in rows) + "\n+---+---+\n"
    for text in ("\n".join(markdown), framed.replace("｜", "|"), framed.replace("+", "｜")):
        proposal = recognise(read_txt(text.encode(), "表.txt"))
        assert texts(proposal.tables[0]) == ROWS
        assert (proposal.problems, proposal.cleaned) == ((), ())


def _wrapped(row: int, name: str) -> Callable[[WordDocument], object]:
    """A document in which a tracked change has the text of a row's last cell, after the old one."""

    def build(document: WordDocument) -> None:
        table = add_table(document, WHOLE)
        (run,) = table.cell(row, 4).paragraphs[0].runs
        change = OxmlElement(f"w:{name}")
        run._r.addprevious(change)
        change.append(run._r)

    return build


def test_a_tracked_change_is_read_as_accepted_and_named() -> None:
    proposal = read(_wrapped(6, "ins"))
    assert texts(proposal.tables[0]) == ROWS
    assert "《表.docx》里有修订还没有接受（第 1 个表格第 7 行），按接受以后的样子读取，请核对。" in said(proposal)


def test_what_a_tracked_change_deletes_is_not_read_and_named() -> None:
    proposal = read(_wrapped(6, "del"))
    assert values(proposal)[0] == ""
    assert "里有修订还没有接受（第 1 个表格第 7 行）" in said(proposal)


@pytest.mark.parametrize("change", ["ins", "del"])
def test_rows_of_tracked_changes_are_named(change: str) -> None:
    def build(document: WordDocument) -> None:
        table = add_table(document, WHOLE)
        for row in table.rows[-2:]:
            row._tr.get_or_add_trPr().append(OxmlElement(f"w:{change}"))

    proposal = read(build)
    assert texts(proposal.tables[0]) == (ROWS if change == "ins" else ROWS[:1])
    assert "里有修订还没有接受（第 1 个表格" in said(proposal)


@pytest.mark.parametrize("hidden", [True, False])
def test_text_that_word_does_not_show_is_read_and_named(hidden: bool) -> None:
    def build(document: WordDocument) -> None:
        add_table(document, WHOLE).cell(6, 4).paragraphs[0].runs[0].font.hidden = hidden

    proposal = read(build)
    assert texts(proposal.tables[0]) == ROWS
    assert ("里有隐藏的文字（第 1 个表格第 7 行），也读取了" in said(proposal)) is hidden


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("first", ["", "sep={}\r\n"])
def test_a_worksheet_saved_as_text_with_any_delimiter(delimiter: str, first: str) -> None:
    lines = [delimiter.join("" if cell is None else f'"{cell}"' for cell in row) for row in WHOLE]
    data = (first.format(delimiter) + "\r\n".join(lines)).encode("gb18030")
    proposal = recognise(read_txt(data, "表.csv"))
    assert texts(proposal.tables[0]) == ROWS
    assert proposal.problems == ()


def test_a_cell_of_a_million_characters_is_refused() -> None:
    def build(document: WordDocument) -> None:
        add_table(document, [*form(), HEADER, *ROWS]).cell(4, 1).text = "长" * 1_000_000

    with pytest.raises(KnownError, match="有一个单元格超过 32767 个字"):
        read(build)


def test_the_currency_unit_in_a_paragraph_between_form_and_grid() -> None:
    def build(document: WordDocument) -> None:
        rows = form(budget=100_000)
        add_table(document, [["预算单位", "319101某某局"], rows[1], ["预算数", 100_000], *rows[3:]])
        document.add_paragraph("单位：元")
        add_table(document, [HEADER, *ROWS])
        document.add_paragraph("下一张")
        add_table(
            document, [["预算单位", "319101某某局"], ["项目名称", "乙项目"], ["预算数", 20], *rows[3:], HEADER, *ROWS]
        )

    first, second = read(build).tables
    assert (amounts(first)[0], amounts(second)[0]) == ("10.00", "20.00")
    assert texts(first) == texts(second) == ROWS
