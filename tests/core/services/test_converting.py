"""A year goes over to the scheme of 2021 and back: what moves, what has no place, one step."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.catalogue.schemes import moves_between, scheme, schemes
from core.domain.errors import KnownError
from core.domain.records import BudgetYear, State, TargetTable
from core.ports import Workspace
from core.services import auditing, converting, editing, intents, reverting
from core.services.auditing import LiveAudit
from db.store import FileStore
from tests.benchmarks.workload import bring_in
from tests.reference import reference_tables

YEAR = BudgetYear(2025, "2015")
COST_2015, COST_2021 = ("产出指标", "成本指标"), ("成本指标", "经济成本指标")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """The fourteen tables in a file."""
    opened = FileStore().create(tmp_path / "示例.jxdb")
    editing.apply(opened, bring_in(iter(reference_tables())))
    yield opened
    opened.close()


def _tables(workspace: Workspace) -> list[TargetTable]:
    with workspace.read() as reader:
        return list(reader.tables())


def _places(table: TargetTable) -> list[tuple[str, str]]:
    return [(row.category, row.subcategory) for row in table.indicators]


def test_costs_become_a_category_of_their_own(workspace: Workspace) -> None:
    proposal = converting.propose(workspace, YEAR, "2021", sort=True)
    costs = [place for table in reference_tables() for place in _places(table) if place == COST_2015]
    assert [(placed.before, placed.after) for placed in proposal.moved] == [(COST_2015, COST_2021)] * len(costs)
    assert _tables(workspace) == list(reference_tables())
    editing.apply(workspace, proposal.change)
    first = _tables(workspace)[0]
    assert first.year.scheme == "2021"
    assert _places(first)[0] == COST_2021
    assert COST_2015 not in [place for table in _tables(workspace) for place in _places(table)]


def test_what_has_no_place_in_the_new_scheme_is_listed_and_stays(workspace: Workspace) -> None:
    table = _tables(workspace)[4]
    cell = {(len(table.indicators) - 2, "subcategory"): "可持续影响"}
    editing.apply(workspace, intents.set_cells(table, cell))
    known = [place for each in _tables(workspace) for place in _places(each) if place[1].startswith("可持续影响")]
    proposal = converting.propose(workspace, YEAR, "2021", sort=True)
    assert [placed.before for placed in proposal.unplaced] == known
    editing.apply(workspace, proposal.change)
    errors = [f for f in auditing.audit(workspace).findings if f.rule == "C04"]
    assert [(f.number, f.row) for f in errors if f.number == 5] == [(5, len(table.indicators) - 1)]
    assert len(errors) == len(known)


def test_it_is_one_step_and_taken_back_as_one(workspace: Workspace) -> None:
    change = converting.propose(workspace, YEAR, "2021", sort=True).change
    editing.apply(workspace, change)
    reverting.undo(workspace, change)
    assert _tables(workspace) == list(reference_tables())


def test_there_and_back_again_is_where_it_was(workspace: Workspace) -> None:
    editing.apply(workspace, converting.propose(workspace, YEAR, "2021", sort=False).change)
    back = converting.propose(workspace, BudgetYear(2025, "2021"), "2015", sort=False)
    editing.apply(workspace, back.change)
    assert _tables(workspace) == list(reference_tables())


def test_rows_keep_their_order_unless_they_were_in_the_schemes(workspace: Workspace) -> None:
    twelfth = _places(_tables(workspace)[11])
    kept = converting.propose(workspace, YEAR, "2021", sort=False)
    assert kept.reordered == ()
    proposal = converting.propose(workspace, YEAR, "2021", sort=True)
    assert _tables(workspace)[11].label not in proposal.reordered
    assert _tables(workspace)[0].label in proposal.reordered
    editing.apply(workspace, proposal.change)
    converted = [COST_2021 if place == COST_2015 else place for place in twelfth]
    assert _places(_tables(workspace)[11]) == converted


def test_final_tables_stand_in_the_way_and_are_named(workspace: Workspace) -> None:
    table = _tables(workspace)[0]
    editing.apply(workspace, intents.change("定稿", [intents.set_field(table.project, "state", State.FINAL)]))
    assert converting.propose(workspace, YEAR, "2021", sort=True).locked == (table.label,)


def test_no_table_and_the_same_scheme(workspace: Workspace) -> None:
    editing.apply(workspace, intents.add_year(2026, "2021"))
    proposal = converting.propose(workspace, BudgetYear(2026, "2021"), "2015", sort=True)
    assert len(proposal.change.edits) == 1
    with pytest.raises(KnownError, match="已经是"):
        converting.propose(workspace, YEAR, "2015", sort=True)


def test_the_live_audit_judges_by_the_new_scheme(workspace: Workspace) -> None:
    live = LiveAudit(workspace)
    live.adopt(auditing.full_pass(workspace))
    change = converting.propose(workspace, YEAR, "2021", sort=True).change
    live.follow(editing.apply(workspace, change))
    while live.waiting:
        live.catch_up()
    assert live.all_findings() == auditing.audit(workspace).findings


def test_every_move_leads_from_a_place_to_a_place() -> None:
    for source in schemes():
        for target in schemes():
            for old, new in moves_between(source, target).items():
                assert scheme(source).holds(*old)
                assert scheme(target).holds(*new)
                assert moves_between(target, source)[new] == old
