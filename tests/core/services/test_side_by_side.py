"""Two tables side by side: every place, what differs, and copying either way as one gesture."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.edits import Insert, change
from core.domain.records import BudgetUnit, BudgetYear, TargetTable
from core.domain.selection import Selection
from core.ports import Workspace
from core.services import editing, reverting, rolling, states
from core.services.rolling import Choice
from core.services.side_by_side import LEFT, RIGHT, copy_across, partner, side_by_side
from db.store import FileStore
from tests.reference import reference_tables

HERE = reference_tables()[0]


@pytest.fixture
def there() -> TargetTable:
    """Last year's: another budget, another value, the first row with last year in its name, one row more and less."""
    rows = list(HERE.indicators)
    rows[0] = replace(rows[0], name=f"2024{rows[0].name}", value="3次")
    rows[1] = replace(rows[1], category="满意度指标", subcategory="", name="只有上年有", description="", value="7次")
    rows = [replace(row, id=f"x{n}", project_id="last") for n, row in enumerate([*rows[:2], rows[1], *rows[2:]])]
    rows[2] = replace(rows[2], name="也只有上年有", value="8次")
    project = replace(HERE.project, id="last", unit_id="there", budget=None, target="1.上年的目标。")
    year, unit = BudgetYear(2024, HERE.year.scheme), replace(HERE.unit, id="there", year_id="2024")
    return replace(HERE, year=year, unit=unit, project=project, indicators=tuple(rows))


@pytest.fixture
def both(there: TargetTable, tmp_path: Path) -> Workspace:
    workspace = FileStore().create(tmp_path / "a.jxdb")
    for table in (there, HERE):
        records = (table.year, table.unit, table.project, *table.indicators)
        editing.apply(workspace, change("准备", [Insert(record) for record in records]))
    yield workspace
    workspace.close()


def differing(*tables: TargetTable) -> dict[str, tuple[str, ...]]:
    return {line.label: line.differing for line in side_by_side(tables) if line.differing}


def read(workspace: Workspace) -> tuple[TargetTable, TargetTable]:
    with workspace.read() as reader:
        return reader.table("last"), reader.table(HERE.project.id)


def everything(tables) -> set[tuple[int, str]]:
    return {(n, column) for n, line in enumerate(side_by_side(tables)) for column in line.columns}


def test_a_table_beside_itself_differs_nowhere():
    assert differing(HERE, HERE) == {}
    assert len(side_by_side((HERE, HERE))) == 6 + len(HERE.indicators)


def test_rows_find_their_partners_whatever_the_year(there):
    found = differing(there, HERE)
    assert found["预算数"] == ("budget",)
    assert found["第 1 行"] == ("name", "value")
    rows = [line.rows for line in side_by_side((there, HERE)) if not line.is_field]
    assert sorted(row for row, _ in rows if row is not None) == list(range(len(there.indicators)))
    assert sorted(row for _, row in rows if row is not None) == list(range(len(HERE.indicators)))
    assert (3, 2) in rows  # behind the rows that the one has more they go on side by side


@pytest.mark.parametrize("target", [LEFT, RIGHT])
def test_copying_everything_makes_one_say_what_the_other_says(both, target):
    before = read(both)
    copied = copy_across(before, everything(before), target)
    editing.apply(both, copied)
    after = read(both)
    for line in side_by_side(after):
        assert line.differing == () or line.rows[1 - target] is None  # there is nothing to copy there
    assert after[1 - target] == before[1 - target]
    reverting.undo(both, copied)
    assert read(both) == before


def test_one_cell_is_copied_alone_and_a_row_that_is_not_there_comes_whole_to_its_place(both):
    tables = read(both)
    lines = side_by_side(tables)
    value = next(n for n, line in enumerate(lines) if line.rows == (0, 0))
    editing.apply(both, copy_across(tables, {(value, "value")}, RIGHT))
    _, after = read(both)
    assert after.indicators[0] == replace(HERE.indicators[0], value="3次")
    fresh = next(n for n, line in enumerate(lines) if not line.is_field and line.rows[RIGHT] is None)
    editing.apply(both, copy_across(tables, {(fresh, "value")}, RIGHT))
    added = [row for row in read(both)[1].indicators if row.id not in {old.id for old in HERE.indicators}]
    assert [(row.category, row.name, row.value) for row in added] == [("满意度指标", "只有上年有", "7次")]
    assert [row.id for row in read(both)[1].indicators].index(added[0].id) == 2


def test_rows_come_in_where_there_is_no_room_left_between_two(both):
    _, here = read(both)
    tight = [replace(row, position=number) for number, row in enumerate(here.indicators)]
    changes = change("挤", [e for a, b in zip(here.indicators, tight, strict=True) for e in _repositioned(a, b)])
    editing.apply(both, changes)
    tables = read(both)
    editing.apply(both, copy_across(tables, everything(tables), RIGHT))
    names = [row.name for row in read(both)[1].indicators]
    assert "也只有上年有" in names
    assert [name for name in names if name in {row.name for row in HERE.indicators[2:]}] == [
        row.name for row in HERE.indicators[2:]
    ]


def _repositioned(before, after):
    from core.domain.edits import set_field

    return [set_field(before, "position", after.position)]


def test_a_locked_table_takes_nothing(both):
    from core.domain.locking import LockedError

    editing.apply(both, states.finalise([read(both)[RIGHT]]))
    tables = read(both)
    with pytest.raises(LockedError, match="定稿，已锁定"):
        editing.apply(both, copy_across(tables, everything(tables), RIGHT))


def test_the_partner_is_last_years_table_of_the_same_unit_and_project(published):
    with published.read() as reader:
        tables = list(reader.tables())
        assert partner(reader.outline(), tables[0].project.id) is None
    plan = rolling.plan(published, Selection(year=2025), 2026)
    rolling.roll(published, plan, Choice(plan.proposed))
    with published.read() as reader:
        outline = reader.outline()
        copies = [table for table in reader.tables() if table.year.year == 2026]
    assert copies[0].project.name != tables[0].project.name  # its name names the year
    for table, copy in zip(tables, copies, strict=True):
        assert partner(outline, copy.project.id) == table.project.id
        assert partner(outline, table.project.id) == copy.project.id  # for want of an earlier one
    other = BudgetUnit("other", "2025", 1, "999", tables[0].unit.name)
    assert partner(outline, other.id) is None
