"""Family X: one table against the others of its year."""

from collections.abc import Iterator

from core.audit.findings import Level
from core.audit.registry import INDICATOR_ORDER, OTHER_TABLES, Hit, rule
from core.audit.subject import Subject
from core.audit.surroundings import Variant
from core.audit.texts import quoted, squeezed
from core.catalogue.measures import Measures


@rule(
    "X01",
    Level.HINT,
    "同名指标在别的表中类别或计量单位不同",
    basis="同一个指标全年用同一个类别和计量单位，各表才能比较和汇总。",
    reads=(
        *("year.year", "year.scheme", INDICATOR_ORDER, OTHER_TABLES),
        *("indicator.name", "indicator.category", "indicator.subcategory", "indicator.value"),
    ),
)
def x01(subject: Subject) -> Iterator[Hit]:
    """Same indicator name in the year with another category or another 计量单位; said of those in the minority."""
    for row in subject.rows:
        if not row.is_known:
            continue
        own = Variant(row.category, row.subcategory, row.value.measure_unit)
        uses = subject.surroundings.uses_of(subject.table.year.year, squeezed(row.indicator.name))
        category = uses.in_category(uses.categories - {own.place})
        unit = uses.in_measure_unit(uses.measure_units - {own.measure_unit}) if own.measure_unit else None
        said = []
        if category:
            said.append(f"在{quoted(category[1])}中属于{category[0].subcategory}，这里属于{own.subcategory}")
        if unit:
            rate = _rate(own.measure_unit, unit[0].measure_unit, subject.settings.measures)
            said.append(f"在{quoted(unit[1])}中以“{unit[0].measure_unit}”计，这里以“{own.measure_unit}”计{rate}")
        if said:
            message = f"{quoted(row.indicator.name)}{'；'.join(said)}。"
            yield Hit(message, row.number, "subcategory" if category else "value")


def _rate(one: str, other: str, measures: Measures) -> str:
    """How the two units are converted, if they can be."""
    for larger, smaller in ((one, other), (other, one)):
        ratio = measures.ratio(larger, smaller)
        if ratio is not None:
            return f"（1{larger}是{ratio:f}{smaller}）"
    return ""
