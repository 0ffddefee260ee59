"""The overview's numbers agree with the published tables, and each leads to the rows that it counts."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest

from core.audit.findings import Finding, Level
from core.domain.records import State
from core.domain.selection import EVERYTHING, Selection
from core.ports import Workspace
from core.services import editing, intents, noting, overview, states
from core.services.auditing import audit
from core.services.overview import CategoryKey, Overview, TagKey
from tests.reference import reference_tables


def findings(workspace: Workspace) -> Mapping[str, Sequence[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in audit(workspace).findings:
        found.setdefault(finding.project_id, []).append(finding)
    return found


def look(workspace: Workspace, selection: Selection = EVERYTHING) -> Overview:
    return overview.overview(workspace, selection, findings(workspace))


def test_sums_are_exact_and_agree_by_unit_and_project(published: Workspace) -> None:
    seen = look(published)
    budgets = [table.project.budget for table in reference_tables()]
    assert (seen.tables, seen.indicators) == (14, 103)
    assert seen.budget == sum(budget for budget in budgets if isinstance(budget, Decimal))
    assert seen.budget == seen.fiscal_funds
    assert seen.other_funds == Decimal("0.00")
    assert [(share.label[:6], share.tables) for share in seen.units] == [("319101", 8), ("319202", 6)]
    assert sum(share.budget for share in seen.units) == seen.budget
    assert [share.budget for share in seen.projects] == budgets


def test_an_amount_that_cannot_be_read_counts_nothing(published: Workspace) -> None:
    table = look(published).projects[0]
    with published.read() as reader:
        project = next(reader.tables()).project
    before = look(published).budget
    editing.apply(published, intents.set_form_field(project, "budget", "约一百"))
    assert look(published).budget == before - table.budget


def test_only_the_selection_counts(published: Workspace) -> None:
    assert look(published, Selection(unit_code="319202")).tables == 6
    assert look(published, Selection(year=1999)).tables == 0


def test_states_tags_levels_and_categories_are_counted(published: Workspace) -> None:
    with published.read() as reader:
        first, second, *_ = reader.tables()
    editing.apply(published, states.finalise([first]))
    editing.apply(published, noting.tag([second], noting.RETURNED))
    seen = look(published)
    assert [(count.label, count.number) for count in seen.states] == [
        ("草稿", 13),
        ("定稿", 1),
        ("已签", 0),
        ("退回", 1),
    ]
    levels = [finding.level for found in findings(published).values() for finding in found]
    assert [(count.key, count.number) for count in seen.levels] == [(level, levels.count(level)) for level in Level]
    rows = [(row.category, row.subcategory) for table in reference_tables() for row in table.indicators]
    assert [(count.key, count.number) for count in seen.categories][:2] == [
        (CategoryKey("产出指标", "数量指标"), rows.count(("产出指标", "数量指标"))),
        (CategoryKey("产出指标", "质量指标"), rows.count(("产出指标", "质量指标"))),
    ]


@pytest.mark.parametrize("part", ["units", "projects", "states", "levels", "categories"])
def test_every_number_leads_to_as_many_rows(published: Workspace, part: str) -> None:
    with published.read() as reader:
        editing.apply(published, noting.tag([next(reader.tables())], noting.TO_REVIEW))
    found = findings(published)
    for entry in getattr(look(published), part):
        led = overview.leads(published, EVERYTHING, entry.key, found)
        assert len(led) == getattr(entry, "number", entry.tables)
        assert len({lead.project_id for lead in led}) == entry.tables


def test_a_lead_says_where_it_is(published: Workspace) -> None:
    found = findings(published)
    warning = overview.leads(published, EVERYTHING, Level.WARNING, found)[0]
    assert (warning.place, warning.column) == ("第 7 行", "value")
    assert overview.leads(published, EVERYTHING, State.DRAFT, found)[0].text == "预算数 114.00 万元"
    assert overview.leads(published, EVERYTHING, TagKey("退回"), found) == ()
