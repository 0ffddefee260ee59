"""The history of a table in a clerk's words, and bringing back what once was."""

from core.domain.checkcode import check_code
from core.domain.records import TargetTable
from core.ports import Workspace
from core.services import editing, history, intents, reverting, states


def first(workspace: Workspace) -> TargetTable:
    with workspace.read() as reader:
        return next(reader.tables())


def do(workspace: Workspace, intent, *arguments, **options):
    wanted = intent(first(workspace), *arguments, **options)
    editing.apply(workspace, wanted)
    return wanted


def lines(workspace: Workspace) -> list[tuple[str, str, str, str]]:
    found = history.table_history(workspace, first(workspace).project.id)
    return [(line.operation, line.place, line.old, line.new) for line in found]


def test_each_operation_tells_where_old_and_new(published: Workspace) -> None:
    old = first(published)
    do(published, lambda t: intents.set_form_field(t.project, "other_funds", "0"))
    do(published, intents.set_cells, {(2, "value"): "≥99%"})
    do(published, intents.delete_rows, [0])
    do(published, intents.move_rows, [0], 1)
    do(published, lambda t: states.finalise([t]))
    gone = old.indicators[0]
    state, code, *told = lines(published)
    assert state == ("定稿", "状态", "草稿", "定稿")
    assert code == ("定稿", "定稿时的校验码", "", check_code(first(published)))
    assert told[0] == ("移动行", "次序", "", "")
    assert told[1][:2] == ("删除行", f"已删除的行“{gone.name}”")
    assert told[1][2].startswith(f"{gone.category}｜{gone.subcategory}｜{gone.name}")
    assert told[2] == ("修改指标值", "第 1 行 指标值", old.indicators[2].value, "≥99%")
    assert told[3] == ("修改其他资金", "其他资金", "", "0.00")
    assert len(told) == 4 + 1 + len(old.indicators)


def test_every_line_names_when_and_who(published: Workspace) -> None:
    (line, *_) = history.table_history(published, first(published).project.id)
    assert line.stamp.user == editing.user_name()
    assert line.stamp.at.tzinfo is not None


def test_the_history_of_a_cell_is_what_was_in_it(published: Workspace) -> None:
    for value in ("≥1次", "≥2次"):
        do(published, intents.set_cells, {(0, "value"): value, (1, "value"): "9个"})
    table = first(published)
    found = history.table_history(published, table.project.id)
    cell = [line for line in found if history.concerns_cell(line, table.indicators[0].id, "value")]
    assert [line.new for line in cell[:2]] == ["≥2次", "≥1次"]
    assert len(cell) == 3  # and the row itself coming in
    field = [line for line in found if history.concerns_cell(line, "", "budget")]
    assert len(field) == 1


def test_an_old_value_comes_back_as_a_new_edit(published: Workspace) -> None:
    old = first(published)
    do(published, intents.set_cells, {(0, "value"): "≥1次"})
    (line, *_) = history.table_history(published, old.project.id)
    wanted = history.bring_back(first(published), line)
    assert wanted is not None
    editing.apply(published, wanted)
    assert first(published) == old
    assert history.bring_back(first(published), line) is None  # it is there already


def test_a_deleted_row_comes_back_in_its_place(published: Workspace) -> None:
    old = first(published)
    do(published, intents.delete_rows, [3])
    (line, *_) = history.table_history(published, old.project.id)
    wanted = history.bring_back(first(published), line)
    assert wanted is not None
    editing.apply(published, wanted)
    assert first(published) == old
    assert history.bring_back(first(published), line) is None


def test_any_earlier_state_of_the_table_comes_back_in_one_step(published: Workspace) -> None:
    then = first(published)
    do(published, lambda t: intents.set_form_field(t.project, "budget", "约一百"))
    (turn, *_) = history.table_history(published, then.project.id)
    do(published, intents.insert_rows, 2, 3)
    do(published, intents.delete_rows, [0, 6])
    do(published, intents.move_rows, [0], 1)
    do(published, intents.set_cells, {(0, "name"): "别的", (9, "value"): "1个"})
    before = history.table_before(published, then.project.id, turn.sequence)
    assert before is not None
    wanted = history.restore(first(published), before)
    editing.apply(published, wanted)
    assert first(published) == then
    reverting.undo(published, wanted)
    assert first(published) != then


def test_before_it_was_made_there_was_no_table(published: Workspace) -> None:
    project_id = first(published).project.id
    made = history.table_history(published, project_id)[-1]
    assert history.table_before(published, project_id, made.sequence) is None
