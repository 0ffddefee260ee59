"""The rules as a workspace wants them: what each setting does, and the text in which they are kept."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.audit import settings_json
from core.audit.findings import Level
from core.audit.rules import RULES
from core.audit.runner import audit_table, fix
from core.audit.settings import DEFAULTS, AuditSettings, Limits
from core.catalogue.changes import ListChange, change_between
from core.catalogue.measures import MeasureKind, measures
from core.catalogue.words import words
from core.domain.errors import KnownError
from tests.core.audit.tables import QUALITY, QUANTITY, SATISFACTION, Change, changed, form, row, sound_table


def _rules(change: Change, settings: AuditSettings) -> list[str]:
    return [finding.rule for finding in audit_table(changed(sound_table(), change), settings=settings)]


@pytest.mark.parametrize(
    ("change", "usual", "settings", "then"),
    [
        (form(target="1.保障系统运行。"), ["P06"], AuditSettings(limits=Limits(short_target=5)), []),
        (row(QUALITY, description="无故障占比"), ["N05"], AuditSettings(limits=Limits(short_description=4)), []),
        (row(SATISFACTION, value="≥55%"), ["V11"], AuditSettings(limits=Limits(satisfaction_low=50)), []),
        (row(QUALITY, value="显著改观"), [], AuditSettings(word_changes={"vague": ListChange(("改观",))}), ["V07"]),
        (row(QUALITY, value="显著提高"), ["V07"], AuditSettings(word_changes={"vague": ListChange((), ("提高",))}), []),
        (row(QUANTITY, value="≥12炉"), ["V02"], AuditSettings(measure_changes={"count": ListChange(("炉",))}), []),
        (row(QUANTITY, value="≥12套"), [], AuditSettings(measure_changes={"count": ListChange((), ("套",))}), ["V02"]),
    ],
)
def test_a_setting_changes_what_is_found(
    change: Change, usual: list[str], settings: AuditSettings, then: list[str]
) -> None:
    assert _rules(change, DEFAULTS) == usual
    assert _rules(change, settings) == then


def test_a_unit_that_the_workspace_allows_is_not_mended() -> None:
    table = changed(sound_table(), row(QUANTITY, name="资金支出", value="≥12万"))
    (finding,) = [finding for finding in audit_table(table) if finding.rule == "V02"]
    allowed = AuditSettings(measure_changes={"money": ListChange(("万",))})
    assert fix(finding, table)
    assert fix(finding, table, allowed) is None
    assert "V02" not in [finding.rule for finding in audit_table(table, settings=allowed)]


@pytest.mark.parametrize("unit", ["公斤/亩茬", "Nm³/h"])
def test_a_unit_of_several_parts_is_added_as_a_whole(unit: str) -> None:
    change = row(QUANTITY, value=f"≥12{unit}")
    assert _rules(change, DEFAULTS) == ["V02"]
    assert _rules(change, AuditSettings(measure_changes={"measure": ListChange((unit,))})) == []


def test_a_unit_can_be_moved_to_another_kind() -> None:
    moved = {"measure": ListChange(("套",)), "count": ListChange((), ("套",))}
    for changes in (moved, dict(reversed(moved.items()))):
        assert AuditSettings(measure_changes=changes).measures.kind_of("套") is MeasureKind.MEASURE


def test_a_list_change_keeps_what_the_program_learns_later() -> None:
    change = change_between(["甲", "乙"], ["乙", "丙"])
    assert change == ListChange(("丙",), ("甲",))
    assert change.applied_to(["甲", "乙", "后来的"]) == ("乙", "后来的", "丙")


rules = st.sampled_from(sorted(RULES))
a_word = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=50).filter(str.strip)
changes = st.builds(ListChange, *[st.lists(a_word, max_size=3).map(tuple)] * 2)
settings_of_any_kind = st.builds(
    AuditSettings,
    st.dictionaries(rules, st.booleans()),
    st.dictionaries(rules, st.sampled_from(Level)),
    st.sampled_from([r"\d{6}", r"[A-Z]\d+", "甲|乙"]),
    st.builds(Limits, *[st.integers(0, 999)] * 2, st.integers(0, 500), st.integers(500, 999)),
    st.dictionaries(st.sampled_from(["vague", "saving"]), changes.filter(bool)),
    st.dictionaries(st.sampled_from([kind.value for kind in MeasureKind]), changes.filter(bool)),
)


@given(settings_of_any_kind)
def test_settings_come_back_from_their_text(settings: AuditSettings) -> None:
    assert settings_json.loads(settings_json.dumps(settings)) == settings


@given(settings_of_any_kind)
def test_any_settings_let_the_audit_answer(settings: AuditSettings) -> None:
    audit_table(sound_table(), settings=settings)


def test_what_a_later_program_adds_is_left_out() -> None:
    text = settings_json.dumps(AuditSettings(switched={"V09": True}))
    text = text.replace('"V09": true', '"V09": true, "Z99": false').replace('"words": {', '"words": {"new": {}')
    assert settings_json.loads(text) == AuditSettings(switched={"V09": True})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        settings_json.dumps(DEFAULTS)[:-4],
        settings_json.dumps(DEFAULTS).replace(" 20,", ' "x",'),
        settings_json.dumps(DEFAULTS).replace(" 20,", " true,"),
        settings_json.dumps(DEFAULTS).replace(" 20,", " 1000,"),
        settings_json.dumps(DEFAULTS).replace('"version": 1', '"version": -5'),
        settings_json.dumps(DEFAULTS).replace('"version": 1', '"version": true'),
        settings_json.dumps(AuditSettings(switched={"V03": False})).replace("false", '"false"'),
        settings_json.dumps(DEFAULTS).replace('"words": {', '"words": {"vague": {"added": "提高", "removed": []}'),
        "[" * 200_000,
        '{"format":' * 200_000,
    ],
)
def test_what_are_no_settings_is_said_in_a_sentence(text: str) -> None:
    with pytest.raises(KnownError, match="不是审核设置"):
        settings_json.loads(text)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (AuditSettings(limits=Limits(satisfaction_low=90, satisfaction_high=10)), "下限 90 高于上限 10"),
        (AuditSettings(word_changes={"vague": ListChange(("\ud800",))}), "控制字符"),
        (AuditSettings(word_changes={"vague": ListChange((), ("提\x07高",))}), "“提高”含有看不见的控制字符"),
        (AuditSettings(measure_changes={"count": ListChange(("炉" * 51,))}), "太长"),
    ],
)
def test_settings_that_could_not_be_meant_are_refused(settings: AuditSettings, said: str) -> None:
    text = settings_json.dumps(settings)
    for refused in (lambda: settings_json.check(settings), lambda: settings_json.loads(text)):
        with pytest.raises(KnownError, match=said):
            refused()


def test_settings_of_a_newer_program_are_refused() -> None:
    with pytest.raises(KnownError, match="更新版本"):
        settings_json.loads(settings_json.dumps(DEFAULTS).replace('"version": 1', '"version": 2'))


@pytest.mark.parametrize("pattern", [5, None, ["x"]])
def test_a_pattern_that_is_no_text_is_said_in_a_sentence(pattern: object) -> None:
    content = json.loads(settings_json.dumps(DEFAULTS)) | {"unit_code_pattern": pattern}
    with pytest.raises(KnownError, match="不是审核设置"):
        settings_json.loads(json.dumps(content))


@pytest.mark.parametrize("pattern", ["", "[", "*", "x" * 201, "a{99999999999999}"])
def test_a_pattern_that_is_none_is_refused(pattern: str) -> None:
    with pytest.raises(KnownError, match="单位代码的格式"):
        settings_json.check_pattern(pattern)


@pytest.mark.parametrize(
    "pattern", [r"(\d+)+[A-Z]", r"(?:\d+)*x", r"(?P<a>\d|\d\d)+x", r"((\d{1,3}))+x", r"\d*" * 7 + "x"]
)
def test_a_pattern_that_may_take_for_ever_is_refused(pattern: str) -> None:
    with pytest.raises(KnownError, match="很慢"):
        settings_json.check_pattern(pattern)


@pytest.mark.parametrize("pattern", [r"\d{6}", r"\d{6}(-\d+)?", r"(?:\d{3}){2}", r"[(+*]\d+", r"\(\d+\)+", "甲|乙"])
def test_a_pattern_of_use_is_let_pass(pattern: str) -> None:
    settings_json.check_pattern(pattern)


def test_a_long_pattern_is_named_in_short() -> None:
    with pytest.raises(KnownError) as refused:
        settings_json.check_pattern("x" * 500)
    assert len(refused.value.sentence) < 100


def test_the_lists_as_they_come_are_the_programs() -> None:
    assert DEFAULTS.words == words()
    assert DEFAULTS.measures == measures()
