"""What the rules know of the other tables stays true, table by table."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.audit.runner import audit_table
from core.audit.surroundings import Surroundings, facts_of, surroundings_of
from core.domain.amounts import parse_amount
from core.domain.records import BudgetYear, TargetTable
from tests.core.audit.tables import changed, row, sound_table

PROJECTS = [f"p{number}" for number in range(1, 6)]


@st.composite
def tables(draw: st.DrawFn) -> TargetTable:
    """One of five projects in two years and two units, of few names, so that they meet."""
    year = draw(st.sampled_from([2024, 2025]))
    unit = draw(st.sampled_from(["319101", "319202"]))
    amount = parse_amount(draw(st.sampled_from(["100", "1000000", ""])))
    table = sound_table(draw(st.sampled_from(["甲项目", "2024年甲项目", "2025年甲项目", ""])), year)
    project_id = draw(st.sampled_from(PROJECTS))
    project = replace(table.project, id=project_id, unit_id=f"{year}-{unit}", budget=amount, fiscal_funds=amount)
    table = replace(
        table,
        year=BudgetYear(year, "2015"),
        unit=replace(table.unit, id=f"{year}-{unit}", code=unit),
        project=project,
        indicators=tuple(replace(r, id=f"{project_id}-{r.id}", project_id=project_id) for r in table.indicators),
    )
    value = draw(st.sampled_from(["12次", "12个", "每月"]))
    subcategory = draw(st.sampled_from(["社会效益指标", "经济效益", "无"]))
    return changed(table, row(1, value=value), row(5, subcategory=subcategory))


steps = st.lists(st.one_of(tables(), st.sampled_from(PROJECTS)), min_size=1, max_size=12)


@given(steps)
def test_after_any_changes_the_findings_are_those_of_a_fresh_audit(changes: list[TargetTable | str]) -> None:
    surroundings = Surroundings()
    standing: dict[str, TargetTable] = {}
    findings: dict[str, object] = {}
    for change in changes:
        if isinstance(change, str):
            standing.pop(change, None)
            findings.pop(change, None)
            affected = surroundings.remove(change)
        else:
            standing[change.project.id] = change
            affected = surroundings.put(facts_of(change)) | {change.project.id}
        for project_id in affected:
            findings[project_id] = audit_table(standing[project_id], surroundings)
        fresh = surroundings_of(standing.values())
        assert findings == {project_id: audit_table(table, fresh) for project_id, table in standing.items()}


def test_a_change_that_matters_to_nobody_else_touches_nobody_else() -> None:
    first, second = sound_table("甲项目", project_id="p1"), sound_table("乙项目", project_id="p2")
    surroundings = surroundings_of([first, second])
    assert (
        surroundings.put(facts_of(changed(first, row(1, description="另一种描述的写法", value="≥20次")))) == frozenset()
    )


def test_a_name_given_twice_touches_the_other_table() -> None:
    first, second = sound_table("甲项目", project_id="p1"), sound_table("乙项目", project_id="p2")
    surroundings = surroundings_of([first, second])
    renamed = replace(second, project=replace(second.project, name="甲项目"))
    assert surroundings.put(facts_of(renamed)) == {"p1"}
    assert surroundings.remove("p2") == {"p1"}


def test_last_year_is_not_asked_when_two_projects_may_be_meant() -> None:
    last = [sound_table(name, 2024, project_id=name) for name in ("2023年甲项目", "2024年甲项目")]
    this = facts_of(sound_table("2025年甲项目"))
    assert surroundings_of(last).last_budget(this) is None
    assert surroundings_of(last[:1]).last_budget(this) == parse_amount("100.00")
