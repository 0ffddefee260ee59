"""What a workspace may set about the rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from core.audit.findings import Level
from core.catalogue.changes import ListChange
from core.catalogue.measures import Measures, measures
from core.catalogue.words import Words, words

UNIT_CODE_PATTERN: Final = r"\d{6}"


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers that rules compare with.

    Attributes:
        short_target: P06: a 绩效目标 of fewer characters says too little.
        short_description: N05: a description of that many characters or fewer explains nothing.
        satisfaction_low: V11: below is a failure that nobody plans for.
        satisfaction_high: V11: above there is nothing.
    """

    short_target: int = 20
    short_description: int = 6
    satisfaction_low: int = 60
    satisfaction_high: int = 100


@dataclass(frozen=True)  # no slots: the lists that come of it are worked out once
class AuditSettings:
    """The rules as a workspace wants them; everything is a difference from the program's own.

    Attributes:
        switched: Rule id → on or off, where it differs from the rule's own default.
        levels: Rule id → level, where it differs from the rule's own.
        unit_code_pattern: Regular expression that a whole unit code has to match (rule U01).
        limits: The numbers that rules compare with.
        word_changes: Field of :class:`Words` → what is other in that list.
        measure_changes: Value of a :class:`MeasureKind` → what is other among its units.
    """

    switched: Mapping[str, bool] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)
    unit_code_pattern: str = UNIT_CODE_PATTERN
    limits: Limits = Limits()
    word_changes: Mapping[str, ListChange] = field(default_factory=dict)
    measure_changes: Mapping[str, ListChange] = field(default_factory=dict)

    @cached_property
    def words(self) -> Words:
        """The word lists as the workspace wants them."""
        return words().changed(self.word_changes)

    @cached_property
    def measures(self) -> Measures:
        """The 计量单位 as the workspace wants them."""
        return measures().changed(self.measure_changes)


DEFAULTS: Final = AuditSettings()
