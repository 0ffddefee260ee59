"""Whatever a clerk does to an exported sheet, exactly that is the list of differences when it comes back."""

import io
import re
from collections import Counter

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from core.domain.records import INDICATOR_COLUMNS, LABELS, TargetTable
from core.importing.proposal import ProposedTable
from core.importing.recognise import recognise
from core.importing.xlsx_reader import read_xlsx
from core.services.aligning import filled_down
from core.services.comparing import content_of, content_of_copy, differences
from core.services.merging import Kind, Merge, Side, merge
from tests.core.exporting.tables import workbook_of
from tests.property.clerks_sheet import ClerksSheet, Line
from tests.reference import reference_tables

TABLES = [reference_tables()[index] for index in (2, 0, 4)]

CHANGED_TOGETHER = (
    *(("name",), ("description",), ("value",), ("subcategory",)),
    *(("name", "value"), ("description", "value"), ("subcategory", "description")),
)
"""Columns changed in one row: with another name and another description it could as well be another row, moved here."""


def saved(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def back(workbook: Workbook) -> ProposedTable:
    (found,) = recognise(read_xlsx(saved(workbook), "表.xlsx")).tables
    return found


def keeps_order(lines: list[Line]) -> bool:
    """Whether the old rows stand in their old order; of a row and its copy either may be the old one."""
    old = sorted((line for line in lines if line.origin is not None), key=lambda line: line.origin or 0)
    last = -1
    for row in old:
        twins = [line for line in lines if line is row or (line.origin is None and line.texts == row.texts)]
        last = next((at for at, line in enumerate(lines) if at > last and line in twins), len(lines))
    return last < len(lines)


def expected(table: TargetTable, lines: list[Line]) -> Counter[tuple[object, ...]]:
    """The differences by the clerk's own account."""
    found: Counter[tuple[object, ...]] = Counter()
    origins = {line.origin for line in lines}
    found.update((Kind.ONLY_HERE, index) for index in range(len(table.indicators)) if index not in origins)
    if not keeps_order(lines):
        found[Kind.ORDER,] += 1
    for line in lines:
        if line.origin is None:
            found[Kind.ONLY_THERE, *line.texts.values()] += 1
            continue
        row = table.indicators[line.origin]
        for column, text in line.texts.items():
            if text != getattr(row, column):
                found[Kind.CELL, line.origin, column, text] += 1
    return found


def told(merged: Merge) -> Counter[tuple[object, ...]]:
    """The differences as the program lists them."""
    found: Counter[tuple[object, ...]] = Counter()
    for difference in merged.differences:
        assert difference.side is Side.THERE
        match difference.kind:
            case Kind.ONLY_HERE:
                found[difference.kind, difference.row] += 1
            case Kind.ONLY_THERE:
                row = merged.proposed.indicators[difference.row]
                found[difference.kind, *(getattr(row, column) for column in INDICATOR_COLUMNS)] += 1
            case Kind.CELL:
                found[difference.kind, difference.row, difference.column, difference.there] += 1
            case kind:
                found[kind,] += 1
    return found


def is_typed_over(table: TargetTable, lines: list[Line]) -> bool:
    """Whether rows were added just where others were taken out, which nobody can tell from rows typed over."""
    kept = [line.origin for line in lines if line.origin is not None]
    gone = {index for index in range(len(table.indicators)) if index not in kept}
    behind = {max((k for k in kept if k < index), default=-1) for index in gone}
    before = {min((k for k in kept if k > index), default=len(table.indicators)) for index in gone}
    last = -1
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        if line.origin is not None:
            last = line.origin
        elif last in behind or (following is not None and following.origin in before):
            return True
    return False


@st.composite
def edited_sheets(draw: st.DrawFn) -> ClerksSheet:
    """A sheet after up to eight edits of any kinds."""
    sheet = ClerksSheet(draw(st.sampled_from(TABLES)))
    untouched = set(range(len(sheet.lines)))
    if draw(st.booleans()):
        sheet.unmerge(filled=draw(st.booleans()))
    sheet.merged_subcategories = draw(st.booleans())
    for number in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(sheet.lines) - 1))
        line = sheet.lines[at]
        match draw(st.sampled_from(["insert", "insert", "delete", "move", "copy", "change", "change"])):
            case "insert":
                texts = ("效益指标", "社会效益指标", f"另加第{number}项", f"{number}号事项的做法", f"≥7{number}个")
                to = draw(st.integers(0, len(sheet.lines)))
                sheet.insert(to, dict(zip(INDICATOR_COLUMNS, texts, strict=True)), is_joined=draw(st.booleans()))
            case "delete" if line.origin in untouched:
                untouched.discard(line.origin)
                sheet.lines.remove(line)
            case "move" if line.origin in untouched:
                untouched.discard(line.origin)
                sheet.move(line, draw(st.integers(0, len(sheet.lines) - 1)))
            case "copy" if line.origin in untouched:
                untouched.discard(line.origin)
                sheet.insert(draw(st.integers(at + 1, len(sheet.lines))), line.texts, is_joined=True)
            case "change" if line.origin in untouched:
                untouched.discard(line.origin)
                for column in draw(st.sampled_from(CHANGED_TOGETHER)):
                    line.texts[column] = f"改{number}为{column}"
    return sheet


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(edited_sheets())
def test_mixed_edits_are_all_that_differs(sheet: ClerksSheet) -> None:
    assume(not is_typed_over(sheet.table, sheet.lines))
    workbook = workbook_of(sheet.table)
    sheet.write(workbook)
    copy = filled_down(back(workbook), sheet.table)
    assert [(row.name, row.value) for row in copy.indicators] == [
        (line.texts["name"], line.texts["value"]) for line in sheet.lines
    ]
    merged = merge(sheet.table, copy, sheet.table)
    assert told(merged) == expected(sheet.table, sheet.lines)


def test_of_a_row_and_its_copy_either_may_be_the_old_one() -> None:
    sheet = ClerksSheet(TABLES[0])
    sheet.insert(2, sheet.lines[1].texts, is_joined=True)
    sheet.move(sheet.lines[0], 1)
    workbook = workbook_of(sheet.table)
    sheet.write(workbook)
    copied = (Kind.ONLY_THERE, *sheet.lines[0].texts.values())
    assert told(merge(sheet.table, back(workbook), sheet.table)) == Counter([copied])
    assert expected(sheet.table, sheet.lines) == Counter([copied])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(edited_sheets())
def test_verifying_tells_the_same_mixed_edits_one_sentence_each(sheet: ClerksSheet) -> None:
    assume(not is_typed_over(sheet.table, sheet.lines))
    workbook = workbook_of(sheet.table)
    sheet.write(workbook)
    copy = filled_down(back(workbook), sheet.table)
    sentences = list(differences(content_of(sheet.table).trimmed(), content_of_copy(copy).trimmed(), "文件"))
    wanted = expected(sheet.table, sheet.lines)
    gone = {int(found[1]) - 1 for one in sentences if (found := re.fullmatch(r"第 (\d+) 行“.*”只在工作区中有", one))}
    came = [one for one in sentences if one.endswith("在工作区中没有")]
    cells = {one.partition("：")[0] for one in sentences if "：工作区为" in one}
    moves = [one for one in sentences if "在文件中移到了第" in one]
    assert gone == {where[1] for where in wanted if where[0] is Kind.ONLY_HERE}
    assert len(came) == sum(count for where, count in wanted.items() if where[0] is Kind.ONLY_THERE)
    assert cells == {
        f"第 {where[1] + 1} 行{LABELS['indicator'][where[2]]}" for where in wanted if where[0] is Kind.CELL
    }
    assert bool(moves) == bool(wanted[Kind.ORDER,])
    assert len(sentences) == len(gone) + len(came) + len(cells) + len(moves)
