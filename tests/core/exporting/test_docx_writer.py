"""The Word document is the publication, line for line."""

import io
import zipfile
from dataclasses import replace

import docx
from hypothesis import given

from core.domain.amounts import print_amount
from core.domain.records import AMOUNT_FIELDS, INDICATOR_COLUMNS, TargetTable
from core.importing.docx_reader import read_docx
from core.importing.proposal import ProposedTable
from core.importing.reading import propose
from core.importing.recognise import recognise
from core.importing.txt_reader import read_txt
from tests.core.exporting.docx_text import docx_text
from tests.core.exporting.tables import docx_bytes, whole_tables, with_row
from tests.reference import TXT_FILE, reference_tables


def published_text() -> str:
    """The published text without the white space that importing cleans, and without that around the whole."""
    text = TXT_FILE.read_text(encoding="utf-8").strip()
    begin = 0
    for cleaned in propose(TXT_FILE).cleaned:
        at = text.index(f"\t{cleaned.before}\n", begin)
        text = text[:at] + "\t" + cleaned.after + text[at + 1 + len(cleaned.before) :]
        begin = at + 1
    return text


def fields_of(table: TargetTable | ProposedTable) -> tuple[object, ...]:
    """All content of a table, for comparison."""
    project = table.project if isinstance(table, TargetTable) else table
    unit = (
        (table.unit.code.strip(), table.unit.name)
        if isinstance(table, TargetTable)
        else (table.unit_code, table.unit_name)
    )
    amounts = tuple(
        None if getattr(project, field) is None else print_amount(getattr(project, field)) for field in AMOUNT_FIELDS
    )
    rows = [tuple(getattr(row, column) for column in INDICATOR_COLUMNS) for row in table.indicators]
    return (*unit, table.number, project.name, amounts, project.purpose, project.target, rows)


def test_the_text_equals_the_publication_line_for_line() -> None:
    written = docx_text(docx_bytes(reference_tables())).strip()
    assert written.splitlines() == published_text().splitlines()


def test_word_files_come_back_as_they_were() -> None:
    proposal = recognise(read_docx(docx_bytes(reference_tables()), "表.docx"))
    assert [fields_of(table) for table in proposal.tables] == [fields_of(table) for table in reference_tables()]
    assert proposal.problems == proposal.cleaned == ()


def test_the_text_of_a_word_file_comes_back_too() -> None:
    proposal = recognise(read_txt(docx_text(docx_bytes(reference_tables())).encode(), "表.txt"))
    assert [fields_of(table) for table in proposal.tables] == [fields_of(table) for table in reference_tables()]
    assert proposal.problems == proposal.cleaned == ()


@given(whole_tables())
def test_any_table_comes_back_as_it_was(table: TargetTable) -> None:
    (found,) = recognise(read_docx(docx_bytes([table]), "表.docx")).tables
    assert fields_of(found) == fields_of(table)


def test_equal_tables_are_equal_bytes() -> None:
    assert docx_bytes(reference_tables()) == docx_bytes(reference_tables())


def test_what_xml_cannot_hold_does_not_break_the_file() -> None:
    document = docx.Document(io.BytesIO(docx_bytes([with_row(name="甲\x00\x07\ud800乙\ufffe", value='<&">')])))
    texts = [cell.text for cell in document.tables[1].rows[1].cells]
    assert (texts[2], texts[4]) == ("甲\ufffd乙\ufffd", '<&">')


def test_headings_stand_in_the_navigation_and_in_the_contents() -> None:
    document = docx.Document(io.BytesIO(docx_bytes(reference_tables())))
    headings = [p for p in document.paragraphs if p.style is not None and p.style.name == "Heading 2"]
    assert [p.text for p in headings] == [table.heading for table in reference_tables()]
    xml = document.element.xml
    assert r"TOC \o &quot;2-2&quot; \h \z \u" in xml or r'TOC \o "2-2" \h \z \u' in xml
    assert all(f"PAGEREF _Toc_4_4_{number + 3:010d}" in xml for number in range(1, 15))


def test_entries_that_wrap_to_a_second_page_of_contents_have_no_wrong_page_numbers() -> None:
    table = reference_tables()[0]
    for length, entries in ((45, 0), (20, 25)):
        project = replace(table.project, name="长" * length)
        xml = docx.Document(io.BytesIO(docx_bytes([replace(table, project=project)] * 25))).element.xml
        assert xml.count("PAGEREF") == entries


def two_years() -> list[TargetTable]:
    later = [
        replace(t, year=replace(t.year, year=2026), project=replace(t.project, id=f"{t.project.id}-2026"))
        for t in reference_tables()
    ]
    return [*reference_tables(), *later]


def test_contents_of_several_years_name_each_year_where_it_begins() -> None:
    document = docx.Document(io.BytesIO(docx_bytes(two_years())))

    lines = document.element.xpath("//w:sdtContent/w:p[w:pPr/w:pStyle/@w:val='ContentsYear']/w:hyperlink/w:r[1]/w:t")
    assert [line.text for line in lines] == ["2025 年度", "2026 年度"]
    xml = document.element.xml
    assert xml.count(r'TC "2025 年度" \f Y \l 1') == xml.count(r'TC "2026 年度" \f Y \l 1') == 1
    assert r"\f Y" not in docx.Document(io.BytesIO(docx_bytes(reference_tables()))).element.xml


def test_tables_of_one_number_in_several_years_are_told_apart() -> None:
    proposal = recognise(read_docx(docx_bytes(two_years()), "表.docx"))
    assert [(table.identity.year, table.identity.project_id) for table in proposal.tables if table.identity] == [
        (table.year.year, table.project.id) for table in two_years()
    ]


def test_tables_of_one_year_that_are_left_keep_their_year() -> None:
    """All tables of the first year are deleted in Word, and every number is there once in each year."""
    document = docx.Document(io.BytesIO(docx_bytes(two_years())))
    body = document.element.body
    children = list(body)
    heads = [child for child in children if any(part.tag.endswith("}bookmarkStart") for part in child)]
    for child in children[children.index(heads[0]) : children.index(heads[14])]:
        body.remove(child)
    out = io.BytesIO()
    document.save(out)

    proposal = recognise(read_docx(out.getvalue(), "表.docx"))

    assert [table.year for table in proposal.tables] == [2026] * 14
    assert [table.identity.project_id for table in proposal.tables if table.identity] == [
        table.project.id for table in two_years()[14:]
    ]


def test_one_table_has_no_contents() -> None:
    assert "TOC" not in docx.Document(io.BytesIO(docx_bytes(reference_tables()[:1]))).element.xml.replace("_Toc", "")


def test_page_numbers_are_left_to_word_when_a_table_may_not_fit_on_its_page() -> None:
    long = with_row(description="很长的描述" * 800)
    xml = docx.Document(io.BytesIO(docx_bytes([long, *reference_tables()[1:]]))).element.xml
    assert "PAGEREF" not in xml
    assert r"\n" in xml


def test_merges_are_those_of_the_form() -> None:
    """产出指标 is one cell over its rows; 效益指标 is printed on every row (table 3 shows it)."""
    document = docx.Document(io.BytesIO(docx_bytes([reference_tables()[2]])))
    column = [row.cells[0] for row in document.tables[1].rows[1:]]
    rows = reference_tables()[2].indicators
    output = [cell for cell, row in zip(column, rows, strict=True) if row.category == "产出指标"]
    benefit = [cell for cell, row in zip(column, rows, strict=True) if row.category == "效益指标"]
    assert len({id(cell._tc) for cell in output}) == 1
    assert len({id(cell._tc) for cell in benefit}) == len(benefit) == 2


def test_the_copy_carries_its_identity() -> None:
    with zipfile.ZipFile(io.BytesIO(docx_bytes(reference_tables()[:1]))) as archive:
        properties = archive.read("docProps/custom.xml").decode()
        core = archive.read("docProps/core.xml").decode()
    assert 'name="校验码"' in properties
    assert "jibiao-copy-1" in properties
    assert " p1 " in properties
    assert "<dc:language>zh-CN</dc:language>" in core
