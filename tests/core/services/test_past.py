"""Whatever state of a table was ever signed, its 校验码 still leads to it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.catalogue.schemes import scheme
from core.domain.checkcode import check_code
from core.domain.edits import ChangeSet
from core.domain.records import TargetTable
from core.ports import Workspace
from core.services import editing, intents
from core.services.past import Past
from core.services.sample import add_sample
from core.services.verifying import verify_code
from db.store import FileStore
from tests.reference import reference_tables

GESTURES: tuple[Callable[[TargetTable], ChangeSet], ...] = (
    lambda table: intents.set_cells(table, {(0, "value"): "≥2次", (len(table.indicators), "name"): "新指标"}),
    lambda table: intents.set_form_field(table.project, "budget", "1,234.567"),
    lambda table: intents.set_form_field(table.project, "budget", "一百万"),
    lambda table: intents.set_form_field(table.project, "other_funds", "0"),
    lambda table: intents.set_form_field(table.project, "purpose", table.project.purpose + " "),
    lambda table: intents.insert_rows(table, 0, 3),
    lambda table: intents.move_rows(table, [4, 5], -1),
    lambda table: intents.delete_rows(table, [0, 2, 6]),
    lambda table: intents.sort_rows(table, lambda row: scheme("2015").order_of(row.category, row.subcategory)),
    lambda table: intents.set_unit_fields(table.unit, name="改名的单位"),
    lambda table: intents.set_form_field(table.project, "name", "改名的项目"),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """The fourteen tables."""
    opened = FileStore().create(tmp_path / "工作区.jxdb")
    add_sample(opened)
    yield opened
    opened.close()


def fifth(workspace: Workspace) -> TargetTable:
    with workspace.read() as reader:
        return list(reader.tables())[4]


def test_every_state_of_a_table_is_found_by_its_code(workspace: Workspace) -> None:
    codes = [check_code(fifth(workspace))]
    for gesture in GESTURES:
        editing.apply(workspace, gesture(fifth(workspace)))
        codes.append(check_code(fifth(workspace)))

    outcomes = [verify_code(workspace, code) for code in codes]

    assert all(outcome.tables == ("2025 年度 319101 “5.改名的项目”",) for outcome in outcomes)
    assert [bool(outcome.differences) for outcome in outcomes] == [True] * len(GESTURES) + [False]
    (last,) = outcomes[-2].differences
    assert last.endswith("：项目名称：工作区为“改名的项目”，校验码对应的内容为“2025年度营商环境建设项目”。")


def test_walked_back_to_the_beginning_there_is_nothing(workspace: Workspace) -> None:
    for gesture in GESTURES:
        editing.apply(workspace, gesture(fifth(workspace)))
    with workspace.read() as reader:
        tables = list(reader.tables())
        history = reader.history()
    past = Past(tables)

    for entry in history[:-1]:
        past.step_back(entry)
    begun = [past.table(table.project.id) for table in tables]
    past.step_back(history[-1])

    assert [check_code(table) for table in begun if table] == [check_code(table) for table in reference_tables()]
    assert all(past.table(table.project.id) is None for table in tables)
