"""从模板新建: a new table begun from a template, from any other table, or from the published examples.

Templates are kept in the workspace as a setting; they are no tables and appear nowhere else.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final

from core.catalogue.resources import resource
from core.domain import positions
from core.domain.edits import ChangeSet, Insert, SetField, change
from core.domain.errors import KnownError
from core.domain.records import INDICATOR_COLUMNS, Indicator, Project, State, TargetTable, new_id
from core.ports import Reader, UnitLine, Workspace

_SETTING: Final = "templates"
_COPY: Final = "（副本）"
_NAMELESS: Final = "请给模板起一个名称。"


@dataclass(frozen=True, slots=True)
class Template:
    """What a new table begins with; amounts are never part of it.

    Attributes:
        rows: Indicators, ``column name → text``.
    """

    name: str
    purpose: str
    target: str
    rows: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Something that a new table can begin from.

    Attributes:
        kind: 模板, 示例, or the year of a table of this workspace.
        name: As the list shows it.
        template: Of a template or an example.
        project_id: Of a table of this workspace.
    """

    kind: str
    name: str
    template: Template | None = None
    project_id: str = ""


TEMPLATE: Final = "模板"
EXAMPLE: Final = "示例"


def sources(workspace: Workspace) -> tuple[Source, ...]:
    """Templates first, then all tables of the workspace, newest year first, then the published examples.

    Raises:
        KnownError: The workspace cannot be read.
    """
    with workspace.read() as reader:
        kept, outline = _kept(reader), reader.outline()
    found = [Source(TEMPLATE, template.name, template) for template in kept]
    found += [
        Source(f"{year.year.year} 年度", f"{line.number}.{line.name}", project_id=line.id)
        for year in outline
        for unit in year.units
        for line in unit.projects
    ]
    return (*found, *_examples())


def template_of(table: TargetTable, name: str = "") -> Template:
    """A table as a template."""
    rows = tuple({column: getattr(row, column) for column in INDICATOR_COLUMNS} for row in table.indicators)
    return Template(name or table.project.name, table.project.purpose, table.project.target, rows)


def read_template(workspace: Workspace, source: Source) -> Template:
    """What a source holds.

    Raises:
        KnownError: Its table is gone.
    """
    if source.template is not None:
        return source.template
    with workspace.read() as reader:
        table = reader.table(source.project_id)
    if table is None:
        raise KnownError(f"“{source.name}”已经删除，请另选一个。")
    return template_of(table)


def keep(workspace: Workspace, template: Template) -> None:
    """Keep a template; one of the same name is replaced.

    Raises:
        KnownError: Its name is blank, or the workspace cannot be written.
    """
    if not template.name.strip():
        raise KnownError(_NAMELESS)
    with workspace.write() as unit_of_work:
        others = [kept for kept in _kept(unit_of_work) if kept.name != template.name]
        unit_of_work.put_setting(_SETTING, _dumps([*others, template]))


def rename(workspace: Workspace, name: str, new: str) -> None:
    """Give a template another name; it stays in its place.

    Raises:
        KnownError: The new name is blank or another template's, or the workspace cannot be written.
    """
    if not new.strip():
        raise KnownError(_NAMELESS)
    with workspace.write() as unit_of_work:
        kept = _kept(unit_of_work)
        if new != name and any(template.name == new for template in kept):
            raise KnownError(f"已有名为“{new}”的模板，请另起一个名称。")
        renamed = [replace(template, name=new) if template.name == name else template for template in kept]
        unit_of_work.put_setting(_SETTING, _dumps(renamed))


def forget(workspace: Workspace, name: str) -> None:
    """Forget a template.

    Raises:
        KnownError: The workspace cannot be written.
    """
    with workspace.write() as unit_of_work:
        others = [kept for kept in _kept(unit_of_work) if kept.name != name]
        unit_of_work.put_setting(_SETTING, _dumps(others) if others else None)


def start_from(template: Template, unit_id: str, last_position: int | None, name: str) -> ChangeSet:
    """A new project behind the last of its unit, with the template's texts and rows."""
    place = positions.append_after(last_position)[0]
    project = Project(new_id(), unit_id, place, name, purpose=template.purpose, target=template.target)
    spread = positions.append_after(None, len(template.rows))
    rows = [
        Insert(Indicator(new_id(), project.id, position, **row))
        for position, row in zip(spread, template.rows, strict=True)
    ]
    return change("从模板新建", [Insert(project), *rows])


def duplicate(table: TargetTable, unit: UnitLine) -> ChangeSet:
    """A copy of a table as a draft right behind it, under a name that its unit does not have yet."""
    names = {line.name for line in unit.projects}
    name = f"{table.project.name}{_COPY}"
    while name in names:
        name += _COPY
    order = [line.id for line in unit.projects]
    taken, respread = positions.place([line.position for line in unit.projects], order.index(table.project.id) + 1, 1)
    project = Project(
        new_id(),
        table.unit.id,
        taken[0],
        name,
        table.project.budget,
        table.project.fiscal_funds,
        table.project.other_funds,
        table.project.purpose,
        table.project.target,
        State.DRAFT,
    )
    moves = [
        SetField("project", line.id, "position", line.position, new)
        for line, new in zip(unit.projects, respread or (), strict=False)
    ]
    rows = [
        Insert(Indicator(new_id(), project.id, row.position, **{c: getattr(row, c) for c in INDICATOR_COLUMNS}))
        for row in table.indicators
    ]
    return change("复制项目", [*moves, Insert(project), *rows])


def _kept(reader: Reader) -> list[Template]:
    setting = reader.setting(_SETTING)
    records = json.loads(setting) if setting else []
    return [Template(r["name"], r["purpose"], r["target"], tuple(r["rows"])) for r in records]


def _dumps(templates: Sequence[Template]) -> str:
    return json.dumps([asdict(template) for template in templates], ensure_ascii=False)


def _examples() -> list[Source]:
    from core.importing.records import propose_records  # readers of files are loaded on first use

    found = []
    for table in propose_records(resource("sample", "tables-2025.json")).tables:
        rows = tuple({column: getattr(row, column) for column in INDICATOR_COLUMNS} for row in table.indicators)
        found.append(Source(EXAMPLE, table.label, Template(table.name, table.purpose, table.target, rows)))
    return found
