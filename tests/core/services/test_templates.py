"""A new table begun from a template, another table or an example; a copy right behind its original."""

import pytest

from core.domain.errors import KnownError
from core.domain.records import INDICATOR_COLUMNS, State, TargetTable
from core.ports import UnitLine, Workspace
from core.services import editing, reverting, states, templates
from core.services.templates import EXAMPLE, TEMPLATE


def tables(workspace: Workspace) -> list[TargetTable]:
    with workspace.read() as reader:
        return list(reader.tables())


def unit_line(workspace: Workspace, number: int = 0) -> UnitLine:
    with workspace.read() as reader:
        return reader.outline()[0].units[number]


def texts(table: TargetTable) -> list[tuple[str, ...]]:
    return [tuple(getattr(row, column) for column in INDICATOR_COLUMNS) for row in table.indicators]


def test_one_can_start_from_templates_tables_and_examples(published: Workspace) -> None:
    templates.keep(published, templates.template_of(tables(published)[0], "信息化"))
    found = templates.sources(published)
    assert [source.kind for source in found] == [TEMPLATE] + ["2025 年度"] * 14 + [EXAMPLE] * 14
    assert found[0].name == "信息化"


@pytest.mark.parametrize("number", [0, 1, -1], ids=["template", "table", "example"])
def test_a_new_table_has_the_texts_and_rows_and_no_amounts(published: Workspace, number: int) -> None:
    first, *_, last = tables(published)
    templates.keep(published, templates.template_of(first, "信息化"))
    source = templates.sources(published)[number]
    template = templates.read_template(published, source)
    unit = unit_line(published)
    editing.apply(published, templates.start_from(template, unit.unit.id, unit.projects[-1].position, "新项目"))
    new, origin = tables(published)[8], last if number == -1 else first
    assert (new.project.name, new.project.budget, new.project.target) == ("新项目", None, origin.project.target)
    assert texts(new) == texts(origin)


def test_a_template_of_the_same_name_is_replaced_and_can_be_forgotten(published: Workspace) -> None:
    first, second, *_ = tables(published)
    for table in (first, second):
        templates.keep(published, templates.template_of(table, "常用"))
    kept = [source.template for source in templates.sources(published) if source.kind == TEMPLATE]
    assert [template.target for template in kept if template] == [second.project.target]
    templates.forget(published, "常用")
    assert TEMPLATE not in {source.kind for source in templates.sources(published)}


def test_a_template_is_renamed_in_its_place_but_never_onto_another(published: Workspace) -> None:
    for name in ("信息化", "物业"):
        templates.keep(published, templates.template_of(tables(published)[0], name))
    templates.rename(published, "信息化", "运维")
    for taken in ("物业", " "):
        with pytest.raises(KnownError, match="名称"):
            templates.rename(published, "运维", taken)
    kept = [source for source in templates.sources(published) if source.kind == TEMPLATE]
    assert [(source.name, len(source.template.rows)) for source in kept if source.template] == [
        ("运维", 9),
        ("物业", 9),
    ]


def test_a_template_needs_a_name_and_a_source_has_to_be_there(published: Workspace) -> None:
    with pytest.raises(KnownError, match="名称"):
        templates.keep(published, templates.template_of(tables(published)[0], " "))
    with pytest.raises(KnownError, match="已经删除"):
        templates.read_template(published, templates.Source("2025 年度", "1.某项目", project_id="nobody"))


def test_a_copy_stands_right_behind_as_a_draft_under_a_name_of_its_own(published: Workspace) -> None:
    third = tables(published)[2]
    editing.apply(published, states.finalise([third]))
    for _ in range(12):  # until the gap between two positions has closed
        wanted = templates.duplicate(tables(published)[2], unit_line(published))
        editing.apply(published, wanted)
    after = tables(published)
    assert after[3].project.name.startswith(third.project.name + "（副本）")
    assert len({table.project.name for table in after}) == 26
    assert texts(after[3]) == texts(third)
    assert (after[3].project.state, after[3].project.budget) == (State.DRAFT, third.project.budget)
    reverting.undo(published, wanted)
    assert len(tables(published)) == 25
