"""Order, settings, the record of a finding, and the fixes."""

from dataclasses import replace

import pytest

from core.audit.findings import Finding, Level
from core.audit.runner import audit_table, fix
from core.audit.settings import AuditSettings
from core.audit.surroundings import surroundings_of
from core.domain.edits import SetField
from core.domain.records import TargetTable
from tests.core.audit.tables import COST, QUALITY, TIME, Change, changed, form, row, sound_table, swapped, unit, without
from tests.reference import reference_tables


def _only(rule: str, table: TargetTable, settings: AuditSettings | None = None) -> Finding:
    (finding,) = [f for f in audit_table(table, settings=settings or AuditSettings()) if f.rule == rule]
    return finding


def test_findings_come_from_the_top_of_the_table_downwards() -> None:
    table = changed(
        sound_table(), row(TIME, value="", name=""), row(1, description=""), form(target="", budget=""), without(6)
    )
    assert [(f.row, f.column, f.rule) for f in audit_table(table)] == [
        (None, None, "C03"),
        (None, "budget", "B01"),
        (None, "target", "P04"),
        (1, "description", "N03"),
        (3, "name", "N01"),
        (3, "value", "V01"),
    ]


def test_a_finding_becomes_the_record_that_the_command_line_promises() -> None:
    (finding,) = [f for f in audit_table(reference_tables()[12]) if f.rule == "V03"]
    assert list(finding.as_record().items()) == [
        ("rule", "V03"),
        ("level", "warning"),
        ("year", 2025),
        ("unit_code", "319202"),
        ("number", 13),
        ("row", 2),
        ("column", "value"),
        ("message", "“软件升级完成率”最多是 100%，指标值“≥100%”应当写作“100%”。"),
        ("accepted", False),
    ]


@pytest.mark.parametrize(
    ("change", "rule", "place"),
    [
        (row(COST, value="100万元"), "V04", "第 4 行 指标值"),
        (form(budget=""), "B01", "预算数"),
        (form(name=""), "P01", "项目名称"),
        (unit(code="1"), "U01", "单位代码"),
        (swapped(QUALITY, TIME), "C05", "整张表"),
    ],
)
def test_a_finding_names_its_place_with_the_words_of_the_form(change: Change, rule: str, place: str) -> None:
    assert _only(rule, changed(sound_table(), change)).place == place


def test_a_workspace_may_switch_a_rule_off_and_weigh_it_otherwise() -> None:
    table = changed(sound_table(), row(COST, value="100万元"))
    assert audit_table(table, settings=AuditSettings(switched={"V04": False})) == ()
    assert _only("V04", table, AuditSettings(levels={"V04": Level.HINT})).level is Level.HINT


def test_a_workspace_may_set_the_pattern_of_unit_codes() -> None:
    table = changed(sound_table(), unit(code="A-01"))
    assert audit_table(table, settings=AuditSettings(unit_code_pattern=r"[A-Z]-\d\d")) == ()
    assert _only("U01", sound_table(), AuditSettings(unit_code_pattern=r"[A-Z]-\d\d")).column == "unit_code"


@pytest.mark.parametrize(
    ("change", "rule", "mended"),
    [
        (row(COST, value="≤100万"), "V02", "≤100万元"),
        (row(TIME, value="2H以内"), "V02", "2小时以内"),
        (row(QUALITY, value=">100%"), "V03", "100%"),
        (row(QUALITY, name=" 系统无故障 运行率\n"), "T01", "系统无故障运行率"),
        (row(QUALITY, name="”一网通办“运行率"), "T02", "“一网通办”运行率"),
        (row(QUALITY, description="１２个月运行时间占比,按月"), "T03", "12个月运行时间占比，按月"),
        (
            form(target="1.保障五个信息系统全年稳定运行。 \n\n2.提高事项在线办理率。\t"),
            "T01",
            "1.保障五个信息系统全年稳定运行。\n2.提高事项在线办理率。",
        ),
        (unit(name="办公室 "), "T01", "办公室"),
        (row(QUALITY, name="系统\x07无故障运行率\x1b"), "T01", "系统无故障运行率"),
        (form(target="1.甲系统稳定运行。\r\n2.提高办理率。"), "T01", "1.甲系统稳定运行。\n2.提高办理率。"),
    ],
)
def test_a_fix_mends_what_was_found(change: Change, rule: str, mended: str) -> None:
    table = changed(sound_table(), change)
    repair = fix(_only(rule, table), table)
    assert repair is not None
    (edit,) = repair.edits
    assert isinstance(edit, SetField)
    assert edit.new == mended


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (row(QUALITY, value="101%"), "V03"),
        (row(1, value="≥5万"), "V02"),
        (row(QUALITY, name="“一网通办运行率"), "T02"),
        (form(budget=""), "B01"),
    ],
)
def test_there_is_no_fix_where_none_is_safe(change: Change, rule: str) -> None:
    table = changed(sound_table(), change)
    assert fix(_only(rule, table), table) is None


def test_sorting_is_stable_and_leaves_nothing_to_find() -> None:
    table = reference_tables()[11]
    repair = fix(_only("C05", table), table)
    assert repair is not None
    positions = {edit.id: edit.new for edit in repair.edits if isinstance(edit, SetField)}
    rows = sorted(
        (replace(r, position=positions.get(r.id, r.position)) for r in table.indicators), key=lambda r: r.position
    )
    assert [r.subcategory[:2] for r in rows[:4]] == ["数量", "质量", "时效", "成本"]
    assert "C05" not in {f.rule for f in audit_table(replace(table, indicators=tuple(rows)))}


def test_a_fix_for_a_row_that_is_gone_is_none() -> None:
    table = changed(sound_table(), row(6, value=">100%"))
    assert fix(_only("V03", table), changed(table, without(6))) is None


def test_another_unit_of_the_same_kind_is_converted_in_the_sentence() -> None:
    here, there = sound_table(), changed(sound_table("另一个项目", project_id="p2"), row(TIME, value="≤120分钟"))
    (finding,) = [f for f in audit_table(here, surroundings_of([here, there])) if f.rule == "X01"]
    assert finding.message == ("“系统故障响应时间”在“另一个项目”中以“分钟”计，这里以“小时”计（1小时是60分钟）。")
