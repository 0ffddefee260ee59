"""Schemes 2015 and 2021 as form.md section 4 prints them, and the other names in use."""

import pytest

from core.catalogue.schemes import DEFAULT_SCHEME, scheme, schemes
from core.domain.errors import KnownError
from tests.reference import reference_tables

PRINTED = {
    "2015": {
        "产出指标": "数量指标 质量指标 时效指标 成本指标",
        "效益指标": "经济效益指标 社会效益指标 生态效益指标 可持续影响指标",
        "满意度指标": "服务对象满意度指标",
    },
    "2021": {
        "成本指标": "经济成本指标 社会成本指标 生态环境成本指标",
        "产出指标": "数量指标 质量指标 时效指标",
        "效益指标": "经济效益指标 社会效益指标 生态效益指标",
        "满意度指标": "服务对象满意度指标",
    },
}


@pytest.mark.parametrize("scheme_id", PRINTED)
def test_a_scheme_has_the_categories_of_the_form_in_order(scheme_id: str) -> None:
    known = scheme(scheme_id)
    assert {category.name: " ".join(category.subcategories) for category in known.categories} == PRINTED[scheme_id]
    assert known.category_names == tuple(PRINTED[scheme_id])


def test_the_reference_tables_are_in_the_default_scheme() -> None:
    known = scheme(DEFAULT_SCHEME)
    assert all(known.holds(r.category, r.subcategory) for table in reference_tables() for r in table.indicators)


@pytest.mark.parametrize(
    ("entered", "meant"),
    [
        (("产出指标", "数量指标"), ("产出指标", "数量指标")),
        (("产出", "数量"), ("产出指标", "数量指标")),
        ((" 效益指标\n", "　环境效益指标"), ("效益指标", "生态效益指标")),
        (("效益", "环境效益"), ("效益指标", "生态效益指标")),
        (("满意度", "服务对象满意度"), ("满意度指标", "服务对象满意度指标")),
        (("满意度指标", "社会公众或服务对象满意度指标"), ("满意度指标", "服务对象满意度指标")),
        (("满意度指标", "社会公众或服务对象满意度"), ("满意度指标", "服务对象满意度指标")),
        (("影响力指标", " 政治效益 "), ("影响力指标", "政治效益")),
        (("", ""), ("", "")),
    ],
)
def test_other_names_are_taken_for_what_they_stand_for(entered: tuple[str, str], meant: tuple[str, str]) -> None:
    assert scheme("2015").canonical(*entered) == meant


def test_a_subcategory_belongs_under_its_own_category() -> None:
    assert scheme("2015").holds("产出指标", "成本指标")
    assert not scheme("2021").holds("产出指标", "成本指标")
    assert scheme("2021").holds("成本", "经济成本")
    assert not scheme("2021").holds("效益指标", "可持续影响指标")
    assert not scheme("2015").holds("效益指标", "数量指标")


def test_rows_sort_in_the_order_of_the_form_and_unknown_ones_behind() -> None:
    pairs = [
        ("奇怪", "指标"),
        ("满意度", "服务对象满意度"),
        ("产出指标", "别的"),
        ("效益", "经济效益"),
        ("产出", "时效"),
        ("产出", "数量"),
    ]
    ordered = sorted(pairs, key=lambda pair: scheme("2015").order_of(*pair))
    assert ordered == [pairs[5], pairs[4], pairs[2], pairs[3], pairs[1], pairs[0]]


def test_an_unknown_scheme_is_refused_with_a_sentence() -> None:
    with pytest.raises(KnownError, match="没有名为“1999”的指标体系"):
        scheme("1999")


def test_every_scheme_can_be_named_to_a_clerk() -> None:
    assert [known.id for known in schemes().values()] == ["2015", "2021"]
    assert all(known.title for known in schemes().values())
