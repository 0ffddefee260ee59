"""Two tables side by side: every place, what differs, and copying as one gesture."""

from dataclasses import replace

import pytest

from core.domain.edits import Insert, change
from core.services import editing
from core.services.side_by_side import copy_across, side_by_side
from db.store import FileStore
from tests.reference import reference_tables

HERE = reference_tables()[0]


@pytest.fixture
def there():
    """Last year's: another budget, another value, the first row with last year in its name, one row more and less."""
    rows = list(HERE.indicators)
    rows[0] = replace(rows[0], id="x0", name=f"2024{rows[0].name}", value="3次")
    rows[1] = replace(rows[1], id="x1", name="只有上年有", value="7次")
    others = [replace(row, id=f"x{n}") for n, row in enumerate(rows[2:], start=2)]
    project = replace(HERE.project, id="last", budget=None, target="1.上年的目标。")
    return replace(HERE, project=project, indicators=(*rows[:2], *others))


def differing(there) -> dict[str, tuple[str, str]]:
    return {line.place: (line.here, line.there) for line in side_by_side(HERE, there) if line.differs}


def test_a_table_beside_itself_differs_nowhere():
    assert differing(HERE) == {}
    assert len(side_by_side(HERE, HERE)) == 6 + 5 * len(HERE.indicators)


def test_rows_find_their_partners_by_name_whatever_the_year(there):
    found = differing(there)
    assert found["预算数"] == ("114.00", "")
    assert found["第1行 指标值"] == ("1次", "3次")
    assert found["第2行 三级指标"] == (HERE.indicators[1].name, "")
    assert found["对照表第2行 三级指标"] == ("", "只有上年有")
    assert "第3行 三级指标" not in found


def test_copying_is_one_change_that_makes_the_places_equal(there, tmp_path):
    workspace = FileStore().create(tmp_path / "a.jxdb")
    records = (HERE.year, HERE.unit, HERE.project, *HERE.indicators)
    editing.apply(workspace, change("准备", [Insert(record) for record in records]))
    wanted = [line for line in side_by_side(HERE, there) if line.differs]
    copied = copy_across(HERE, there, wanted)
    editing.apply(workspace, copied)
    with workspace.read() as reader:
        after = reader.table(HERE.project.id)
    assert after.project.budget is None
    assert after.indicators[0].value == "3次"
    assert after.indicators[1] == HERE.indicators[1]  # the other table has nothing to copy there
    assert (after.indicators[-1].name, after.indicators[-1].value) == ("只有上年有", "7次")
    editing.undo(workspace, copied)
    with workspace.read() as reader:
        assert reader.table(HERE.project.id).indicators == HERE.indicators
    workspace.close()


def test_nothing_differs_nothing_is_copied():
    assert not copy_across(HERE, HERE, side_by_side(HERE, HERE))
