import sqlite3
from contextlib import closing
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from core.domain.edits import Insert, Remove, change, set_field
from core.domain.records import Project, new_id
from core.services import intents
from core.services.editing import Applied
from db.store import FileStore
from gui.outline_model import BUDGET, MARKS, NAME
from gui.project_tree_marks import shortened
from gui.project_tree_model import ProjectTreeModel
from gui.project_tree_moves import move_among_siblings
from gui.project_tree_nodes import Forest
from gui.session import Session
from gui.table_editor.notice import Notice


@pytest.fixture
def session(sample, qtbot):
    workspace = FileStore().open(sample)
    yield Session(workspace)
    workspace.close()


ROOT = QModelIndex()


def texts(model, column=NAME, parent=ROOT):
    for row in range(model.rowCount(parent)):
        yield model.index(row, column, parent).data()
        yield from texts(model, column, model.index(row, 0, parent))


def table(session, number):
    with session.workspace.read() as reader:
        return next(t for t in reader.tables() if t.number == number)


def tables_of(session, unit):
    with session.workspace.read() as reader:
        return [t for t in reader.tables() if t.unit.id == unit.line.id]


def places(unit):
    return [(node.line.id, node.line.position) for node in unit.children]


def everything(model):
    """All that the tree knows of its lines, with what is shown of them."""
    lines = [[step.line for step in node.path()] for year in model.years() for node in year.projects()]
    return lines, [unit.line for year in model.years() for unit in year.children], list(texts(model, BUDGET))


def test_the_model_keeps_the_promises_of_item_models(session, qtmodeltester):
    model = ProjectTreeModel(session)
    qtmodeltester.check(model)
    model.search("xxxt")
    qtmodeltester.check(model)
    model.search("没有这样的项目")
    qtmodeltester.check(model)


def test_an_index_outside_of_what_a_search_leaves_is_invalid(session):
    model = ProjectTreeModel(session)
    year = model.index(0, 0)
    model.search("没有这样的项目")
    assert not model.index(0, 0).isValid()
    assert not model.index(-1, 0).isValid()
    assert year.row() == 0


def test_shows_years_units_and_numbered_projects_with_exact_sums(session):
    model = ProjectTreeModel(session)
    names, budgets = list(texts(model)), list(texts(model, BUDGET))
    assert names[:3] == ["2025 年度", "319101 天津市人民政府政务服务办公室", "1. 2025年度等级保护测评等网络安全项目"]
    assert len(names) == 1 + 2 + 14
    projects = [Decimal(b) for n, b in zip(names, budgets, strict=True) if n[0].isdigit() and "." in n[:3]]
    assert Decimal(budgets[0]) == sum(projects) == Decimal("2866.79")


def test_a_new_budget_changes_the_sums_above_it_and_nothing_else_is_read_anew(session, qtbot):
    model = ProjectTreeModel(session)
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    project = table(session, 1).project
    with qtbot.waitSignal(model.dataChanged):
        session.perform(intents.set_form_field(project, "budget", "115.5"))
    assert list(texts(model, BUDGET))[:3] == ["2868.29", "2451.62", "115.50"]
    assert not resets


def test_an_amount_that_is_none_is_shown_as_typed_and_left_out_of_sums(session):
    model = ProjectTreeModel(session)
    session.perform(intents.set_form_field(table(session, 1).project, "budget", "约一百万"))
    assert list(texts(model, BUDGET))[:3] == ["2752.79", "2336.12", "约一百万"]


def test_typing_in_cells_does_not_touch_the_tree(session, qtbot):
    model = ProjectTreeModel(session)
    with qtbot.assertNotEmitted(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
        session.perform(intents.set_cells(table(session, 1), {(0, "value"): "2次"}))


def test_marks_are_said_in_words_too(session):
    model = ProjectTreeModel(session)
    project = table(session, 1).project
    model.set_finding_counts({project.id: (1, 2, 0)})
    mark = model.index(0, MARKS, model.index(0, 0, model.index(0, 0)))
    assert mark.data(Qt.ItemDataRole.ToolTipRole) == "草稿，1 个错误，2 个警告"
    assert model.index(0, MARKS).data(Qt.ItemDataRole.AccessibleTextRole) == "1 个错误，2 个警告"


def test_new_marks_of_many_lines_are_announced_by_and_by(session, qtbot, monkeypatch):
    monkeypatch.setattr("gui.outline_model._AT_ONCE", 1)
    model = ProjectTreeModel(session)
    announced = []

    def note(first, last):
        rows = range(first.row(), last.row() + 1)
        announced.append({model.node(first.siblingAtRow(row)).title for row in rows})

    model.dataChanged.connect(note)
    ids = [table(session, number).project.id for number in range(1, 15)]
    measured = []  # the room for the marks, which takes a look at all of them
    model.marked.connect(lambda: measured.append(True))
    model.set_finding_counts(dict.fromkeys(ids, (0, 1, 0)))
    assert len(announced) == 1
    qtbot.waitUntil(lambda: len(set().union(*announced)) == 1 + 2 + 14)
    assert [len(lines) for lines in announced] == [8, 2, 1, 6]
    assert len(measured) == 1


def test_the_room_for_marks_follows_findings_and_states(session):
    model = ProjectTreeModel(session)
    first, last = table(session, 1).project, table(session, 14).project
    model.set_finding_counts({first.id: (0, 12, 3)})
    assert model.widest_marks() == [(0, (0, 12, 3)), (0, (0, 12, 3))]
    model.set_finding_counts({first.id: (0, 2, 3), last.id: (1, 5, 0)})
    session.perform(change("改标记", [set_field(last, "tag", "待核")]))
    assert model.widest_marks() == [(0, (1, 7, 3)), (1, (1, 5, 3))]


def test_the_tree_follows_every_gesture_as_if_it_were_read_anew(session):
    """It is not read anew, since in a workspace of ten thousand tables that takes longer than a hand should wait."""
    model = ProjectTreeModel(session)
    (year,) = model.years()
    one, two = year.children
    new_unit = intents.add_unit([one.line, two.line], year.line, "319203", "新单位")
    gestures = [
        lambda: move_among_siblings(one.children[0], 4),
        lambda: move_among_siblings(one.children[5], 0),
        lambda: move_among_siblings(two, 0),
        lambda: intents.move_to_unit(two.children[2].line, one.line.id, places(one), 2, "移到另一单位"),
        lambda: intents.add_project(None, two.line.id, "新项目"),
        lambda: new_unit,
        lambda: intents.add_project(None, new_unit.edits[0].record.id, "新单位的项目"),
        lambda: intents.add_year(2027, "2021"),
        lambda: intents.remove_tables([table(session, 3), table(session, 14)]),
        lambda: intents.remove_unit(one.line, tables_of(session, one)),
    ]
    for gesture in gestures:
        wanted = gesture()
        assert session.perform(wanted), session.last_refusal
        assert everything(model) == everything(ProjectTreeModel(session)), wanted.operation
    for _ in gestures:
        assert session.undo()
        assert everything(model) == everything(ProjectTreeModel(session))
    assert len(list(texts(model))) == 1 + 2 + 14


def test_a_rename_that_the_file_refuses_leaves_the_old_name_and_says_why(session, qtbot):
    model = ProjectTreeModel(session)
    index = model.index(0, NAME, model.index(0, 0, model.index(0, 0)))
    session.workspace.close()
    with qtbot.waitSignal(session.refused):
        assert not model.setData(index, "新名称")
    assert index.data() == "1. 2025年度等级保护测评等网络安全项目"


# In the window


def test_pinyin_initials_find_the_project_and_enter_opens_it(hands):
    hands.keys("Ctrl+K")
    assert QApplication.focusWidget() is hands.search_box
    hands.keys("x", "x", "x", "t")
    assert list(texts(hands.tree.model()))[2:] == ["4. 2025年度信息系统运维项目"]
    hands.keys("Return")
    assert hands.window.workbench.editor.current_table().number == 4
    assert QApplication.focusWidget() is hands.tree


def test_escape_clears_the_search_and_down_goes_into_the_tree(hands):
    hands.keys("Ctrl+K", "3", "1", "9", "2", "0", "2")
    assert len(list(texts(hands.tree.model()))) == 1 + 1 + 6
    hands.keys("Escape")
    assert hands.search_box.text() == ""
    assert len(list(texts(hands.tree.model()))) == 17
    hands.keys("Down")
    assert QApplication.focusWidget() is hands.tree


def test_a_search_without_result_says_so(hands):
    hands.keys("Ctrl+K", "z", "z", "z", "z")
    labels = [label.text() for label in hands.window.workbench.tree.findChildren(type(hands.window.status._place))]
    assert any("没有找到" in text for text in labels)


def test_renaming_in_place_is_on_disk_and_can_be_undone(hands):
    hands.choose("2025", "319101", "2.")
    hands.keys("F2", "Ctrl+A")
    hands.type("改了的名称")
    hands.keys("Return")
    hands.qtbot.waitUntil(lambda: hands.project_names()[1] == "改了的名称")  # Qt commits a moment later
    hands.keys("Ctrl+Z")
    assert hands.project_names()[1] == "2025年度履职保障项目"
    hands.keys("Ctrl+Y")
    assert hands.project_names()[1] == "改了的名称"


def test_a_new_project_goes_behind_the_others_of_its_unit_and_is_shown(hands):
    hands.choose("2025", "319202")
    hands.keys("Ctrl+N")
    hands.dialog()
    hands.type("新的项目")
    hands.keys("Return")
    assert hands.project_names("319202")[-1] == "新的项目"
    assert hands.window.workbench.editor.current_table().project.name == "新的项目"
    hands.keys("Ctrl+Z")
    assert "新的项目" not in hands.project_names("319202")


def test_behind_the_name_of_a_new_project_the_hands_go_on_typing_its_budget(hands, qtbot):
    hands.choose("2025", "319202")
    hands.keys("Ctrl+N")
    dialog = hands.dialog()
    hands.type("新的项目")
    hands.keys("Return")
    qtbot.waitUntil(lambda: not dialog.isVisible())
    hands.keys("1", "2", "Tab")
    assert hands.outline()[0].units[1].projects[-1].budget == 12


def test_a_new_unit_and_a_new_year(hands):
    hands.keys("Ctrl+Shift+U")
    hands.dialog()
    hands.type("319303")
    hands.keys("Tab")
    hands.type("天津市数据局")
    hands.keys("Return")
    hands.keys("Ctrl+Shift+Y")
    hands.dialog()
    hands.keys("Return")
    years = hands.outline()
    assert [line.year.year for line in years] == [2026, 2025]
    assert [line.unit.code for line in years[1].units] == ["319101", "319202", "319303"]


def test_the_first_project_asks_for_its_unit_before_and_then_goes_on(open_hands, tmp_path):
    hands = open_hands(tmp_path / "新的.jxdb")
    hands.keys("Ctrl+N")
    dialog = hands.dialog()
    assert dialog.windowTitle() == "新建项目：先填预算单位"
    hands.type("319101")
    hands.keys("Tab")
    hands.type("市政务服务办")
    hands.keys("Return")
    hands.qtbot.waitUntil(lambda: not dialog.isVisible())
    assert hands.dialog().windowTitle() == "新建项目"
    hands.type("大厅运维")
    hands.keys("Return")
    hands.qtbot.waitUntil(lambda: hands.project_names() == ["大厅运维"])
    assert hands.window.workbench.editor.current_table().project.name == "大厅运维"


def test_what_is_missing_in_a_new_project_is_said_once_something_was_typed(hands):
    hands.choose("2025", "319202")
    hands.keys("Ctrl+N")
    dialog = hands.dialog()
    assert "请填写项目名称。" not in [label.text() for label in dialog.findChildren(QLabel)]
    hands.type("新")
    hands.keys("Backspace")
    assert "请填写项目名称。" in [label.text() for label in dialog.findChildren(QLabel)]
    hands.keys("Escape")


@pytest.mark.parametrize("titles", [("2025",), ("2025", "319202")])
def test_on_a_year_or_a_unit_no_table_can_be_typed_into(hands, titles):
    hands.choose("2025", "319101", "3.")
    assert hands.window.workbench.editor.current_table().number == 3
    hands.choose(*titles)
    assert hands.window.workbench.editor.current_table() is None
    assert not hands.window.workbench.grid.isVisible()


def test_behind_a_new_year_or_unit_no_other_table_is_shown_and_undo_brings_back_the_one_that_was(hands):
    bench = hands.window.workbench
    hands.choose("2025", "319101", "3.")
    shown = bench.editor.current_table()
    hands.keys("Ctrl+Shift+Y")
    hands.dialog()
    hands.keys("Return")
    assert (bench.tree.current_node().title, bench.editor.current_table()) == ("2026 年度", None)
    hands.keys("Ctrl+Z")
    assert bench.editor.current_table() == shown
    hands.keys("Ctrl+Shift+U")
    hands.dialog()
    hands.type("319303")
    hands.keys("Return")
    assert (bench.tree.current_node().kind, bench.editor.current_table()) == ("unit", None)
    hands.keys("Ctrl+Z")
    assert bench.editor.current_table() == shown
    assert bench.tree.current_node().line.id == shown.project.id


def test_a_project_is_deleted_at_once_and_comes_back_whole(hands):
    before = hands.project_names()
    hands.choose("2025", "319101", "3.")
    hands.keys("Delete")
    assert hands.project_names() == before[:2] + before[3:]
    assert hands.window.workbench.editor.current_table().project.name == before[3]
    hands.keys("Ctrl+Z")
    assert hands.project_names() == before
    restored = hands.window.workbench.editor.current_table()
    assert (restored.number, len(restored.indicators)) == (3, 13)


def test_deleting_a_unit_asks_first(hands):
    hands.choose("2025", "319202")
    hands.keys("Delete")
    box = hands.dialog()
    assert "6 个项目" in box.text()
    hands.click(next(b for b in box.findChildren(QPushButton) if b.text() == "删除"))
    assert [unit.unit.code for unit in hands.outline()[0].units] == ["319101"]
    hands.keys("Ctrl+Z")
    assert len(hands.project_names("319202")) == 6


def test_moving_keeps_the_cursor_and_renumbers(hands):
    first, second = hands.project_names()[:2]
    hands.choose("2025", "319101", "1.")
    hands.keys("Alt+Down")
    assert hands.project_names()[:2] == [second, first]
    assert hands.tree.currentIndex().data() == f"2. {first}"
    hands.keys("Alt+Up", "Alt+Up")
    assert hands.project_names()[:2] == [first, second]


@pytest.mark.parametrize(
    ("dragged", "row", "expected"), [(0, 3, [1, 2, 0, 3]), (3, 0, [3, 0, 1, 2]), (1, 1, [0, 1, 2, 3])]
)
def test_a_project_is_dragged_among_its_siblings(session, qtbot, dragged, row, expected):
    model = ProjectTreeModel(session)
    unit = model.index(0, 0, model.index(0, 0))
    names = [model.index(i, 0, unit).data(Qt.ItemDataRole.EditRole) for i in range(4)]
    data = model.mimeData([model.index(dragged, 0, unit)])
    assert model.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, unit)
    qtbot.wait(1)
    unit = model.index(0, 0, model.index(0, 0))
    assert [model.index(i, 0, unit).data(Qt.ItemDataRole.EditRole) for i in range(4)] == [names[i] for i in expected]


@pytest.mark.parametrize(("row", "place"), [(0, 0), (2, 2), (-1, 6)])
def test_a_project_is_dragged_into_another_unit_of_the_year(session, qtbot, row, place):
    model = ProjectTreeModel(session)
    year = model.index(0, 0)
    first, second = model.index(0, 0, year), model.index(1, 0, year)
    name = model.index(1, 0, first).data(Qt.ItemDataRole.EditRole)
    data = model.mimeData([model.index(1, 0, first)])
    assert model.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, second)
    qtbot.wait(1)
    second = model.index(1, 0, model.index(0, 0))
    assert model.index(place, 0, second).data(Qt.ItemDataRole.EditRole) == name
    assert session.undo_stack.count() == 1
    session.undo()
    first = model.index(0, 0, model.index(0, 0))
    assert model.index(1, 0, first).data(Qt.ItemDataRole.EditRole) == name


def test_nothing_is_dropped_where_it_cannot_be_nor_while_a_search_hides_siblings(session):
    model = ProjectTreeModel(session)
    year = model.index(0, 0)
    first, second = model.index(0, 0, year), model.index(1, 0, year)
    data = model.mimeData([model.index(0, 0, first)])
    move = Qt.DropAction.MoveAction
    assert model.canDropMimeData(data, move, 2, 0, first)
    assert not model.canDropMimeData(data, move, -1, 0, first)
    assert not model.canDropMimeData(data, move, 0, 0, year)
    assert not model.canDropMimeData(data, move, 0, 0, model.index(0, 0, second))
    assert not model.canDropMimeData(model.mimeData([first]), move, 0, 0, second)
    model.search("信息")
    assert not model.canDropMimeData(data, move, 0, 0, model.index(0, 0, model.index(0, 0)))


def test_units_move_too(hands):
    hands.choose("2025", "319202")
    hands.keys("Alt+Up")
    assert [unit.unit.code for unit in hands.outline()[0].units] == ["319202", "319101"]
    assert hands.tree.currentIndex().data().startswith("319202")


def test_what_was_closed_stays_closed_when_the_tree_is_read_anew(hands):
    hands.tree.collapse(hands.line("2025", "319202"))
    hands.choose("2025", "319101", "1.")
    hands.keys("Alt+Down")
    assert not hands.tree.isExpanded(hands.line("2025", "319202"))
    assert hands.tree.isExpanded(hands.line("2025", "319101"))


def test_a_search_leaves_what_is_open_and_closed_as_it_was(hands):
    hands.tree.collapse(hands.line("2025", "319202"))
    hands.keys("Ctrl+K", "1", "2", "3", "4", "5")
    assert hands.tree.isExpanded(hands.line("2025", "319202"))
    hands.keys("Escape")
    assert not hands.tree.isExpanded(hands.line("2025", "319202"))
    assert hands.tree.isExpanded(hands.line("2025", "319101"))


def test_undo_shows_the_table_that_it_changes(hands):
    hands.choose("2025", "319101", "1.")
    session = hands.window.session
    session.perform(intents.set_cells(hands.window.workbench.editor.current_table(), {(0, "value"): "9次"}))
    hands.choose("2025", "319202", "9.")
    hands.keys("Ctrl+Z")
    shown = hands.window.workbench.editor.current_table()
    assert (shown.number, shown.indicators[0].value) == (1, "1次")


def test_a_final_table_is_not_renamed_in_place(session):
    model = ProjectTreeModel(session)
    project = table(session, 1).project
    state = type(project.state).FINAL
    session.perform(change("定稿", [set_field(project, "state", state)]))
    index = model.index(0, NAME, model.index(0, 0, model.index(0, 0)))
    assert not model.flags(index) & Qt.ItemFlag.ItemIsEditable
    assert replace(project, state=state).state.label in model.index(0, MARKS, index.parent()).data(
        Qt.ItemDataRole.ToolTipRole
    )


def test_a_refused_rename_is_told_beside_the_line(hands, qtbot):
    hands.choose("2025 年度", "319101", "2. ")
    name = hands.project_names()[1]
    with closing(sqlite3.connect(hands.window.session.workspace.path)) as other:
        other.execute("BEGIN IMMEDIATE")  # another program is writing
        hands.keys("F2")
        hands.type("新名称")
        hands.keys("Return")
        qtbot.waitUntil(lambda: any("占用" in notice.text() for notice in hands.window.findChildren(Notice)))
    assert hands.project_names()[1] == name


def test_a_very_large_change_is_read_beside_the_window(hands):
    session, model = hands.window.session, hands.window.workbench.tree.model
    unit = next(unit.line for year in model.years() for unit in year.children)
    many = [Project(new_id(), unit.id, 1_000_000 + number, f"第 {number} 个") for number in range(2500)]
    assert session.perform(change("导入很多", [Insert(project) for project in many]))
    assert model.is_behind
    assert session.perform(change("改名", [set_field(many[-1], "name", "最后一个")]))
    hands.window.workbench.go_to_last_change()
    hands.qtbot.waitUntil(lambda: not model.is_behind)
    assert model.find("project", many[0].id).title.endswith("第 0 个")
    assert hands.window.workbench.tree.current_node().title.endswith("最后一个")


def test_counts_of_four_digits_are_read_in_full_and_on_a_narrow_tree_in_the_tip(hands):
    tree = hands.window.workbench.tree
    header = tree.view.header()
    small = header.sectionSize(MARKS)
    unit = hands.line("2025", "319101")
    projects = [tree.model.node(tree.model.index(row, 0, unit)).line.id for row in range(8)]
    tree.set_finding_counts(dict.fromkeys(projects, (5, 150, 1200)))
    hands.qtbot.waitUntil(lambda: header.sectionSize(MARKS) > small)
    assert header.sectionSize(MARKS) >= tree.view.sizeHintForColumn(MARKS)
    assert unit.siblingAtColumn(MARKS).data(Qt.ItemDataRole.ToolTipRole) == "40 个错误，1200 个警告，9600 个提示"
    tree.set_finding_counts({})
    hands.qtbot.waitUntil(lambda: header.sectionSize(MARKS) == small)


def test_where_numbers_find_no_room_the_last_are_shortened_first(hands):
    metrics = hands.window.workbench.tree.view.fontMetrics()
    numbers = ["1200", "2400", "9600"]
    assert shortened(numbers, metrics, 1000) == numbers
    assert shortened(numbers, metrics, 0) == ["99+", "99+", "99+"]
    enough = next(width for width in range(1000) if shortened(numbers, metrics, width)[1] == "2400")
    assert shortened(numbers, metrics, enough) == ["1200", "2400", "99+"]


def test_lines_that_are_gone_leave_nothing_behind(session):
    with session.workspace.read() as reader:
        forest = Forest(reader.outline())
    before = set(forest.nodes)
    assert forest.reshape(intents.remove_tables([table(session, 3)]))
    assert len(forest.nodes) == len(before) - 1
    assert forest.reshape(change("恢复", [Insert(table(session, 3).project)]))
    assert len(set(forest.nodes) - before) == 1  # no serial is given twice


def test_what_does_not_fit_the_tree_is_read_anew_beside_the_window(hands):
    tree, session = hands.window.workbench.tree, hands.window.session
    unknown = Project(new_id(), hands.outline()[0].units[0].unit.id, 9, "别处的项目")
    with hands.qtbot.waitSignal(tree.model.caught_up):
        session.changed.emit(Applied(change("删除", [Remove(unknown)]), None))
    assert [tree.model.rowCount(hands.line("2025", unit)) for unit in ("319101", "319202")] == [8, 6]


def test_a_unit_whose_budgets_are_all_blank_has_no_sum_and_not_zero(hands):
    def sums():
        lines = (hands.line("2025", "319202"), hands.line("2025", "319202", "9."))
        return [line.siblingAtColumn(1).data() for line in lines]

    session = hands.window.session
    with session.workspace.read() as reader:
        projects = [table.project for table in reader.tables() if table.unit.code == "319202"]
    session.perform(change("清空", [set_field(project, "budget", None) for project in projects]))
    assert sums() == ["", ""]
    session.undo()
    assert sums() == ["416.67", "20.00"]
