"""All rules, one module a family."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from core.audit.registry import Rule
from core.audit.rules import budget, category, indicator, project, value

_FAMILIES: Final = (budget, project, category, indicator, value)

RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {member.id: member for family in _FAMILIES for member in vars(family).values() if isinstance(member, Rule)}
)
"""Every rule by its id, in the order of rules.md."""
