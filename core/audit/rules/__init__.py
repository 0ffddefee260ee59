"""All rules, one module a family."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from core.audit.registry import Rule
from core.audit.rules import budget, category, cross, indicator, project, sense, text, value

_ORDER: Final = "BPUCNVTX"  # of the families, as in rules.md
_FAMILIES: Final = (budget, project, category, indicator, value, sense, text, cross)


def _members() -> list[Rule]:
    return [member for family in _FAMILIES for member in vars(family).values() if isinstance(member, Rule)]


def _order(rule: Rule) -> tuple[int, str]:
    return _ORDER.index(rule.id[0]), rule.id


RULES: Final[Mapping[str, Rule]] = MappingProxyType({member.id: member for member in sorted(_members(), key=_order)})
"""Every rule by its id, in the order of rules.md."""
