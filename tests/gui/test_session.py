"""The session: one gesture is one commit, one undo step, one signal; a refusal changes nothing."""

import pytest

from core.services import editing, intents, reverting
from db.store import FileStore
from gui.session import Session


@pytest.fixture
def session(tmp_path, qapp):
    workspace = FileStore().create(tmp_path / "年度.jxdb")
    yield Session(workspace)
    workspace.close()


@pytest.fixture
def project_id(session):
    """A project with one empty row; what made it cannot be undone."""
    year = intents.add_year(2025, "2015")
    unit = intents.add_unit([], year.edits[0].record, "319101", "某办公室")
    project = intents.add_project(None, unit.edits[0].record.id, "某项目")
    for change in (year, unit, project):
        assert session.perform(change)
    id_ = project.edits[0].record.id
    assert session.perform(intents.insert_rows(table_of(session, id_), 0))
    session.undo_stack.clear()
    return id_


def table_of(session, project_id):
    with session.workspace.read() as reader:
        return reader.table(project_id)


def operations(session):
    with session.workspace.read() as reader:
        return [entry.operation for entry in reader.history()]


def type_value(session, project_id, text):
    return session.perform(intents.set_cells(table_of(session, project_id), {(0, "value"): text}))


def test_what_was_performed_is_on_disk_told_once_and_undoable(session, project_id, qtbot):
    with qtbot.waitSignal(session.changed) as signal:
        assert type_value(session, project_id, "≥95%")
    assert [edit.new for edit in signal.args[0].change.edits] == ["≥95%"]
    assert table_of(session, project_id).indicators[0].value == "≥95%"
    assert session.undo_stack.undoText() == "修改指标值"


def test_undo_and_redo_write_to_disk_and_add_to_the_history(session, project_id):
    type_value(session, project_id, "1次")
    assert session.undo()
    assert table_of(session, project_id).indicators[0].value == ""
    assert session.redo()
    assert table_of(session, project_id).indicators[0].value == "1次"
    assert operations(session)[:3] == ["修改指标值", "撤销 修改指标值", "修改指标值"]


def test_undo_stops_at_the_beginning_and_redo_at_the_end(session, project_id):
    assert not session.undo()
    assert not session.redo()


def test_a_new_edit_after_undo_forgets_what_was_taken_back(session, project_id):
    type_value(session, project_id, "1次")
    session.undo()
    type_value(session, project_id, "2次")
    assert not session.redo()


def test_a_stale_edit_is_refused_with_a_sentence_and_changes_nothing(session, project_id, qtbot):
    stale = intents.set_cells(table_of(session, project_id), {(0, "value"): "3次"})
    type_value(session, project_id, "2次")
    with qtbot.waitSignal(session.refused) as refused, qtbot.assertNotEmitted(session.changed):
        assert not session.perform(stale)
    assert refused.args[0] == session.last_refusal
    assert "指标值" in session.last_refusal
    assert table_of(session, project_id).indicators[0].value == "2次"
    assert session.undo_stack.count() == 1


def test_an_undo_that_cannot_be_done_leaves_the_step_where_it_was(session, project_id):
    type_value(session, project_id, "1次")
    row_goes = intents.delete_rows(table_of(session, project_id), [0])
    editing.apply(session.workspace, row_goes)  # somebody else, past this session
    assert not session.undo()
    assert "已在别处改动" in session.last_refusal
    reverting.undo(session.workspace, row_goes)
    assert session.undo()
    assert table_of(session, project_id).indicators[0].value == ""


def test_an_open_editor_commits_before_undo_so_that_its_text_is_what_is_undone(session, project_id):
    type_value(session, project_id, "1次")
    session.editors.append(lambda: type_value(session, project_id, "正在输入"))
    session.undo()
    assert table_of(session, project_id).indicators[0].value == "1次"


def test_nothing_is_undone_while_something_typed_cannot_be_written(session, project_id):
    type_value(session, project_id, "1次")
    session.editors.append(lambda: False)
    assert not session.settle()
    assert not session.undo()
    assert table_of(session, project_id).indicators[0].value == "1次"


def test_nothing_to_change_is_no_step(session, project_id):
    assert type_value(session, project_id, "")
    assert session.undo_stack.count() == 0


def test_what_others_committed_is_told_once_and_own_edits_are_not_told_again(session, project_id, qtbot):
    type_value(session, project_id, "1次")
    with qtbot.assertNotEmitted(session.changed):
        session.catch_up()
    editing.apply(session.workspace, intents.set_cells(table_of(session, project_id), {(0, "value"): "2次"}))
    type_value(session, project_id, "3次")
    with qtbot.waitSignal(session.changed) as signal:
        session.catch_up()
    assert [edit.new for edit in signal.args[0].change.edits] == ["2次", "3次"]
    assert session.undo_stack.count() == 2
    with qtbot.assertNotEmitted(session.changed):
        session.catch_up()
