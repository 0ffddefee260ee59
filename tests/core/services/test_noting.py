"""Notes and tags: beside the content, free on locked tables, back with what they are about."""

from core.domain.checkcode import check_code
from core.domain.records import Note, TargetTable
from core.ports import Workspace
from core.services import editing, intents, noting, reverting, states


def first(workspace: Workspace) -> TargetTable:
    with workspace.read() as reader:
        return next(reader.tables())


def write(workspace: Workspace, row_id: str, column: str, text: str) -> str:
    project_id = first(workspace).project.id
    with workspace.read() as reader:
        wanted = noting.write_note(reader.notes(project_id), project_id, row_id, column, text)
    editing.apply(workspace, wanted)
    return wanted.operation


def notes(workspace: Workspace) -> list[tuple[str, str]]:
    return [(placed.place, placed.note.text) for placed in noting.all_notes(workspace)]


def test_a_note_is_written_changed_and_taken_away(published: Workspace) -> None:
    row = first(published).indicators[2].id
    assert write(published, row, "value", " 与合同核对 ") == "添加批注"
    assert notes(published) == [("第 3 行 指标值", "与合同核对")]
    assert write(published, row, "value", "已核对") == "修改批注"
    assert notes(published) == [("第 3 行 指标值", "已核对")]
    assert write(published, row, "value", "") == "删除批注"
    assert notes(published) == []


def test_notes_stand_on_fields_and_on_the_table_too(published: Workspace) -> None:
    write(published, "", "budget", "等批复")
    write(published, "", "", "下周报")
    assert sorted(notes(published)) == [("整张表", "下周报"), ("预算数", "等批复")]


def test_a_note_comes_back_with_its_row(published: Workspace) -> None:
    row = first(published).indicators[0]
    write(published, row.id, "name", "核对")
    wanted = intents.delete_rows(first(published), [0])
    editing.apply(published, wanted)
    assert notes(published) == []
    reverting.undo(published, wanted)
    assert notes(published) == [("第 1 行 三级指标", "核对")]


def test_notes_and_tags_are_no_content_and_free_on_final_tables(published: Workspace) -> None:
    code = check_code(first(published))
    editing.apply(published, states.finalise([first(published)]))
    write(published, "", "", "已送审")
    editing.apply(published, noting.tag([first(published)], noting.TO_REVIEW))
    assert check_code(first(published)) == code
    assert first(published).project.tag == "待核"
    with published.read() as reader:
        assert [line.tag for year in reader.outline() for unit in year.units for line in unit.projects][:2] == [
            "待核",
            "",
        ]
    editing.apply(published, noting.tag([first(published)], ""))
    assert first(published).project.tag == ""


def test_the_history_of_the_table_tells_of_its_notes(published: Workspace) -> None:
    write(published, "", "", "下周报")
    with published.read() as reader:
        (entry,) = reader.history(first(published).project.id, limit=1)
    assert isinstance(entry.edits[0].record, Note)  # type: ignore[union-attr]
