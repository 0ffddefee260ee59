"""What the search box and the menu beside it leave of the tree."""

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QMenu, QToolButton

from core.domain.records import BudgetUnit, State
from core.services import intents, noting, states
from gui.project_filter import CLEAN, ERRORS, WARNINGS, ProjectFilter, parse_query

UNIT = BudgetUnit("u", "2025", 1, "319101", "市政务服务中心")


def shown(hands):
    model = hands.tree.model()
    found = []
    for year in range(model.rowCount()):
        for unit in range(model.rowCount(model.index(year, 0))):
            parent = model.index(unit, 0, model.index(year, 0))
            found += [int(model.index(row, 0, parent).data().split(".")[0]) for row in range(model.rowCount(parent))]
    return found


def tables(hands):
    with hands.window.session.workspace.read() as reader:
        return list(reader.tables())


def choose(hands, *texts):
    menu = hands.window.findChild(QToolButton, "filterButton").menu()
    for text in texts:
        next(action for action in menu.actions() if action.text() == text).trigger()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (">500", [2, 3, 6]),
        ("≥534", [2, 3, 6]),
        ("＞５００", [2, 3, 6]),
        ("<=0.21", [13]),
        ("100-200万", [1, 10, 12]),
        (">100 <200", [1, 12]),
        ("319202 >100", [10, 12]),
        ("> 500", [2, 3, 6]),
        ("≥ 534 万元", [2, 3, 6]),
        ("＞　５００", [2, 3, 6]),
        ("100 - 200", [1, 10, 12]),
        ("100—200", [1, 10, 12]),
        ("200 ～ 100万元", [1, 10, 12]),
        ("100至200", [1, 10, 12]),
        ("319202 > 100 < 200", [12]),
        ("xxxt >", [4]),
        ("xxxt", [4]),
        ("319202 rx wh", [9]),
        ("2025 >600", [6]),
        ("2024 >100", [12]),
        ("ＸＸＸＴ", [4]),
        ("500以上", [2, 3, 6]),
        ("534万元及以上", [2, 3, 6]),
        ("0.21 以下", [13]),
        ("100以上 200万以内", [1, 10, 12]),
        ("1900-2100", []),
        ("没有这样的项目", []),
        (">1,000", []),
    ],
)
def test_words_and_budgets_have_all_to_be_met(hands, text, numbers):
    hands.search_box.setText(text)
    assert shown(hands) == numbers


def test_a_budget_that_is_no_amount_is_in_no_range():
    query = parse_query(">0")
    line = type("Line", (), {"budget": "约一百"})()
    assert not query.holds_budget(line)
    line.budget = Decimal("0.01")
    assert query.holds_budget(line)


@pytest.mark.parametrize("typed", ["2024-2025", "2024—2025", "２０２４～２０２５", "2024至2025"])
def test_two_years_find_projects_named_after_them_and_budgets_between_them(hands, typed):
    first, second, *_ = tables(hands)
    for table, field, text in (
        (first, "name", "2024-2025年供暖"),
        (second, "name", "2024至2025年度培训"),
        (second, "budget", "2024.50"),
    ):
        assert hands.window.session.perform(intents.set_form_field(table.project, field, text))
    hands.search_box.setText(typed)
    assert shown(hands) == [1, 2]
    hands.search_box.setText(f"{typed} 供暖")
    assert shown(hands) == [1]
    hands.search_box.setText("2024.00-2025")  # surely no years
    assert shown(hands) == [2]


def test_states_findings_and_tags_are_filtered(hands):
    first, _, third, *_ = tables(hands)
    hands.window.session.perform(states.finalise([third]))
    hands.window.session.perform(noting.tag([first], noting.RETURNED))
    choose(hands, "定稿")
    assert shown(hands) == [3]
    choose(hands, "定稿", "标记：退回")
    assert shown(hands) == [1]
    choose(hands, "清除筛选", "没有错误和警告")
    assert shown(hands) == [3, 4, 6]
    choose(hands, "草稿")
    assert shown(hands) == [4, 6]
    hands.search_box.setText(">500")
    assert shown(hands) == [6]
    assert hands.window.findChild(QToolButton, "filterButton").text() == "2"


def test_going_to_a_hidden_project_gives_the_filter_up(hands):
    choose(hands, "已签")
    assert shown(hands) == []
    hands.window.workbench.tree.select_project(tables(hands)[4].project.id)
    assert len(shown(hands)) == 14
    assert hands.window.findChild(QToolButton, "filterButton").text() == "筛选"


@pytest.mark.parametrize(
    ("findings", "counts", "holds"),
    [
        ({ERRORS}, (1, 0, 0), True),
        ({ERRORS}, (0, 1, 0), False),
        ({WARNINGS, CLEAN}, (0, 0, 3), True),
        (set(), (1, 1, 1), True),
    ],
)
def test_findings_are_told_apart(findings, counts, holds):
    line = type("Line", (), {"state": State.DRAFT, "tag": ""})()
    assert ProjectFilter(findings=frozenset(findings)).holds(line, counts, UNIT) is holds


def test_units_are_filtered(hands):
    units = hands.window.findChild(QMenu, "unitFilter")
    units.aboutToShow.emit()
    titles = [action.text() for action in units.actions()]
    assert [title.split()[0] for title in titles] == ["319101", "319202"]
    units.actions()[1].trigger()
    assert shown(hands) == [9, 10, 11, 12, 13, 14]
    units.aboutToShow.emit()
    assert [action.isChecked() for action in units.actions()] == [False, True]
    units.actions()[0].trigger()
    assert len(shown(hands)) == 14
    choose(hands, "定稿")
    assert shown(hands) == []
    choose(hands, "清除筛选")
    assert len(shown(hands)) == 14


def test_the_filter_follows_what_changes(hands):
    choose(hands, "标记：退回")
    assert shown(hands) == []
    _, second, third, *_ = tables(hands)
    hands.window.session.perform(noting.tag([second, third], noting.RETURNED))
    assert shown(hands) == [2, 3]
    hands.choose("2025", "319101", "3.")
    hands.qtbot.wait(1)
    hands.window.session.undo()
    assert shown(hands) == [3]  # what one works with stays
    assert hands.window.workbench.project_id == third.project.id


def test_what_is_mended_leaves_the_tables_with_errors_when_one_goes_on(hands):
    choose(hands, "草稿")
    first, second, *_ = tables(hands)
    hands.choose("2025", "319101", "1.")
    hands.qtbot.wait(1)
    hands.window.session.perform(states.finalise([first]))
    assert shown(hands)[0] == 1
    hands.choose("2025", "319101", "2.")
    hands.qtbot.waitUntil(lambda: shown(hands)[0] == 2)
    assert hands.window.workbench.project_id == second.project.id


def test_what_moves_or_deletes_a_line_is_not_offered_while_a_search_hides_it(hands):
    hands.choose("2025", "319101", "6.")
    hands.search_box.setText("xxxt")
    commands = hands.window.commands
    assert not any(commands[action].isEnabled() for action in ("delete", "rename", "node_up"))
    assert all(commands[action].isEnabled() for action in ("print", "tag_to_review", "duplicate"))
    hands.search_box.clear()
    assert commands["delete"].isEnabled()


def test_a_table_that_is_undone_while_a_search_hides_its_line_leaves_none_behind(hands):
    hands.choose("2025", "319101", "6.")
    hands.keys("Ctrl+Shift+C")
    bench = hands.window.workbench
    assert bench.editor.current_table().number == 7
    hands.search_box.setText("xxxt")
    hands.window.commands["undo"].trigger()
    assert bench.project_id is None
    assert [scope.label for scope in bench.tree.scopes()] == ["整个工作区"]
    assert not hands.window.commands["print"].isEnabled()
    hands.search_box.clear()
    assert bench.editor.current_table().number == 6
