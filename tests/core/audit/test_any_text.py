"""Whatever stands in the cells: the audit answers, its sentences are plain, its fixes mend and settle."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.audit.findings import Finding
from core.audit.rules import RULES
from core.audit.runner import audit_table, fix
from core.audit.settings import AuditSettings
from core.domain.amounts import parse_amount
from core.domain.edits import ChangeSet, SetField
from core.domain.records import AMOUNT_FIELDS, INDICATOR_COLUMNS, TargetTable
from tests.core.audit.tables import sound_table

EVERYTHING_ON = AuditSettings(switched=dict.fromkeys(RULES, True))

FRAGMENTS = [
    "≥",
    "<=",
    "不低于",
    "100",
    "1,000.5",
    "％",
    "万",
    "元",
    "万元",
    "次/天",
    "2024年",
    "“",
    "”",
    "‘",
    "’",
    "提高",
]
FRAGMENTS += [
    "满意",
    "率",
    "故障",
    " ",
    "\n",
    "\t",
    "　",
    "，",
    ",",
    "１",
    "Ａ",
    "一",
    "1.",
    "（",
    "《",
    "²",
    "\u200b",
    "𠮷",
    "\ud800",
]
texts = st.one_of(st.text(max_size=12), st.lists(st.sampled_from(FRAGMENTS), max_size=6).map("".join))


@st.composite
def tables(draw: st.DrawFn) -> TargetTable:
    """The sound table with any texts in some of its fields."""
    table = sound_table()
    fields = draw(st.dictionaries(st.sampled_from(("name", "purpose", "target", *AMOUNT_FIELDS)), texts, max_size=3))
    amounts = {field: parse_amount(text) for field, text in fields.items() if field in AMOUNT_FIELDS}
    rows = tuple(
        replace(row, **draw(st.dictionaries(st.sampled_from(INDICATOR_COLUMNS), texts, max_size=2)))
        for row in table.indicators
    )
    unit = replace(table.unit, code=draw(texts), name=draw(texts))
    return replace(table, unit=unit, project=replace(table.project, **(fields | amounts)), indicators=rows)


@given(tables())
def test_the_audit_answers_in_plain_sentences(table: TargetTable) -> None:
    for finding in audit_table(table, settings=EVERYTHING_ON):
        assert finding.message.endswith("。")
        assert not set("\n\r\t") & set(finding.message)
        assert finding.place


@given(tables())
def test_no_two_findings_of_a_rule_are_about_the_same(table: TargetTable) -> None:
    findings = [(*_place(finding), finding.about) for finding in audit_table(table, settings=EVERYTHING_ON)]
    assert len(set(findings)) == len(findings)


@given(tables())
def test_a_fix_mends_its_own_finding_for_good(table: TargetTable) -> None:
    for finding in audit_table(table, settings=EVERYTHING_ON):
        repair = fix(finding, table)
        if repair is not None:
            assert _place(finding) not in {_place(found) for found in audit_table(_after(table, repair))}


def _place(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.row, finding.column


def _after(table: TargetTable, change: ChangeSet) -> TargetTable:
    new: dict[str, dict[str, object]] = {}
    for edit in change.edits:
        assert isinstance(edit, SetField)
        new.setdefault(edit.id, {})[edit.field] = edit.new
    rows = [replace(row, **new.get(row.id, {})) for row in table.indicators]
    return replace(
        table,
        unit=replace(table.unit, **new.get(table.unit.id, {})),
        project=replace(table.project, **new.get(table.project.id, {})),
        indicators=tuple(sorted(rows, key=lambda row: row.position)),
    )
