"""What a workspace may set about the rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from core.audit.findings import Level

UNIT_CODE_PATTERN: Final = r"\d{6}"


@dataclass(frozen=True, slots=True)
class AuditSettings:
    """The rules as a workspace wants them.

    Attributes:
        switched: Rule id → on or off, where it differs from the rule's own default.
        levels: Rule id → level, where it differs from the rule's own.
        unit_code_pattern: Regular expression that a whole unit code has to match (rule U01).
    """

    switched: Mapping[str, bool] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)
    unit_code_pattern: str = UNIT_CODE_PATTERN


DEFAULTS: Final = AuditSettings()
