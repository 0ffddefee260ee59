"""What is read of a workspace, and in which order."""

import threading

import pytest

from core.domain.edits import ChangeSet, Insert, SetField
from core.domain.records import BudgetUnit, BudgetYear, Indicator, Project, TargetTable
from core.domain.selection import Selection
from core.services import editing, intents
from db.workspace import FileWorkspace
from tests.benchmarks.workload import bring_in, distinct_tables
from tests.reference import reference_tables


def read_tables(workspace: FileWorkspace, selection: Selection | None = None) -> list[TargetTable]:
    with workspace.read() as reader:
        return list(reader.tables(selection) if selection else reader.tables())


@pytest.fixture
def two_years(workspace: FileWorkspace) -> FileWorkspace:
    """Two years whose records came in out of order; positions alone say how they are printed."""
    records = [
        BudgetYear(2026, "2021"),
        BudgetYear(2025, "2015"),
        BudgetUnit("second", "2025", 20, "002", "乙局"),
        BudgetUnit("first", "2025", 10, "009", "甲局"),
        BudgetUnit("empty", "2025", 15, "005", "空局"),
        BudgetUnit("next", "2026", 1, "009", "甲局"),
        Project("c", "second", 1, "丙"),
        Project("b", "first", 7, "乙"),
        Project("a", "first", 7, "甲"),
        Project("d", "next", 3, "丁"),
        Indicator("a2", "a", 2, name="后"),
        Indicator("a1", "a", 1, name="前"),
    ]
    editing.apply(workspace, ChangeSet("导入", tuple(Insert(record) for record in records)))
    return workspace


def test_the_published_tables_come_back_as_they_are(published: FileWorkspace) -> None:
    assert read_tables(published) == list(reference_tables())


@pytest.mark.parametrize("content", ["published", "two_years"])
def test_one_table_is_the_same_as_among_all(
    workspace: FileWorkspace, request: pytest.FixtureRequest, content: str
) -> None:
    request.getfixturevalue(content)
    for table in read_tables(workspace):
        with workspace.read() as reader:
            assert reader.table(table.project.id) == table


def test_no_such_table(workspace: FileWorkspace) -> None:
    with workspace.read() as reader:
        assert reader.table("nobody") is None


def test_publication_order_is_year_unit_project_and_numbers_run_across_units(two_years: FileWorkspace) -> None:
    tables = read_tables(two_years)
    assert [(t.year.year, t.unit.code, t.project.name, t.number) for t in tables] == [
        (2025, "009", "甲", 1),
        (2025, "009", "乙", 2),
        (2025, "002", "丙", 3),
        (2026, "009", "丁", 1),
    ]
    assert [row.name for row in tables[0].indicators] == ["前", "后"]


def test_the_tree_shows_the_newest_year_first_with_the_same_numbers(two_years: FileWorkspace) -> None:
    with two_years.read() as reader:
        outline = reader.outline()
    assert [
        (year.year.year, [(unit.unit.code, [(p.number, p.name) for p in unit.projects]) for unit in year.units])
        for year in outline
    ] == [
        (2026, [("009", [(1, "丁")])]),
        (2025, [("009", [(1, "甲"), (2, "乙")]), ("005", []), ("002", [(3, "丙")])]),
    ]


@pytest.mark.parametrize(
    ("selection", "names"),
    [
        (Selection(year=2025), ["甲", "乙", "丙"]),
        (Selection(unit_code="009"), ["甲", "乙", "丁"]),
        (Selection(number=1), ["甲", "丁"]),
        (Selection(year=2025, number=3), ["丙"]),
        (Selection(project_ids=frozenset({"d", "b"})), ["乙", "丁"]),
        (Selection(project_ids=frozenset()), []),
        (Selection(year=1999), []),
        (Selection(unit_code="005"), []),
    ],
)
def test_a_selection_keeps_order_and_numbers(two_years: FileWorkspace, selection: Selection, names: list[str]) -> None:
    everything = read_tables(two_years)
    chosen = read_tables(two_years, selection)
    assert [table.project.name for table in chosen] == names
    assert [table for table in everything if table in chosen] == chosen


def test_more_tables_than_are_read_at_a_time(workspace: FileWorkspace) -> None:
    tables = list(distinct_tables(450))
    editing.apply(workspace, bring_in(iter(tables)))
    assert read_tables(workspace) == tables


def test_settings_are_kept_and_forgotten(workspace: FileWorkspace) -> None:
    with workspace.write() as writer:
        writer.put_setting("抬头", "某市财政局")
    with workspace.write() as writer:
        writer.put_setting("抬头", "某市司法局")
        writer.put_setting("空", "")
    with workspace.read() as reader:
        assert (reader.setting("抬头"), reader.setting("空"), reader.setting("没有")) == ("某市司法局", "", None)
    with workspace.write() as writer:
        writer.put_setting("抬头", None)
    with workspace.read() as reader:
        assert reader.setting("抬头") is None


def test_a_view_stays_consistent_while_another_thread_writes(published: FileWorkspace) -> None:
    """An audit or an export in the background sees one state, and keeps nobody from typing."""
    seen: list[list[TargetTable]] = []
    began, written = threading.Event(), threading.Event()

    def read_in_background() -> None:
        with published.read() as reader:
            tables = reader.tables()
            first = next(tables)
            began.set()
            written.wait(30)
            seen.append([first, *tables])

    thread = threading.Thread(target=read_in_background)
    thread.start()
    assert began.wait(30)
    for table in reference_tables():
        editing.apply(published, intents.set_form_field(table.project, "name", "改过的名称"))
    written.set()
    thread.join()
    assert seen == [list(reference_tables())]
    assert {table.project.name for table in read_tables(published)} == {"改过的名称"}


def test_many_threads_read_while_one_writes(published: FileWorkspace) -> None:
    stop, faults = threading.Event(), []

    def read_on_and_on() -> None:
        try:
            while not stop.is_set():
                budgets = {table.project.purpose for table in read_tables(published)}
                if len(budgets) != 1 and budgets != originals:
                    faults.append(budgets)
        except Exception as error:
            faults.append(error)

    originals = {table.project.purpose for table in reference_tables()}
    threads = [threading.Thread(target=read_on_and_on) for _ in range(4)]
    for thread in threads:
        thread.start()
    for round_ in range(20):  # all tables at once, so that a reader who sees two purposes has seen half a gesture
        edits = tuple(
            SetField("project", table.project.id, "purpose", table.project.purpose, f"用途{round_}")
            for table in read_tables(published)
        )
        editing.apply(published, ChangeSet("填写", edits))
    stop.set()
    for thread in threads:
        thread.join()
    assert faults == []
