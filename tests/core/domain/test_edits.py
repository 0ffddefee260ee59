"""Edits as values: a change and its inverse lead back to where one was."""

from decimal import Decimal

from core.domain.edits import ChangeSet, Insert, Remove, SetField, change, set_field
from core.domain.records import Indicator, Project

PROJECT = Project("p", "u", 1024, "履职保障", budget=Decimal("534.00"))
ROW = Indicator("i", "p", 1024, name="物业服务人员", value="95人")


def test_the_inverse_takes_back_the_last_edit_first():
    forward = ChangeSet("导入", (Insert(PROJECT), Insert(ROW), SetField("indicator", "i", "value", "95人", "≥95人")))
    assert forward.inverse().edits == (
        SetField("indicator", "i", "value", "≥95人", "95人"),
        Remove(ROW),
        Remove(PROJECT),
    )
    assert forward.inverse().inverse() == forward


def test_setting_what_is_set_already_is_no_change():
    assert not change("修改项目名称", [set_field(PROJECT, "name", "履职保障")])


def test_blank_zero_and_text_are_three_different_amounts():
    assert change("修改其他资金", [set_field(PROJECT, "other_funds", Decimal("0.00"))])
    assert change("修改预算数", [set_field(PROJECT, "budget", "534.00")]), "text that only looks like the amount"


def test_it_names_every_record_it_touches():
    touched = ChangeSet("", (Insert(PROJECT), SetField("indicator", "i", "value", "", "1次"))).touched()
    assert touched == {("project", "p"), ("indicator", "i")}
