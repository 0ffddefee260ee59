"""Findings as marks: which is the gravest at a place, its words, its colour."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtGui import QColor, QPalette

from core.audit.findings import Finding, Level

_HUES: Final = {Level.ERROR: 2, Level.WARNING: 36, Level.HINT: 212}  # degrees; the lightness follows the palette
_SATURATION: Final = 190
_LIGHTNESS_ON_DARK: Final = 170
_LIGHTNESS_ON_LIGHT: Final = 105
_DARK_BASE: Final = 128
_RULE_SHARE: Final = 0.28  # of the text's colour; the rest is the base's


def gravest(findings: Iterable[Finding]) -> Level | None:
    """The gravest level among the findings; its ``value`` is also the name of its icon."""
    return min((finding.level for finding in findings), key=lambda level: level.rank, default=None)


def sentences(findings: Iterable[Finding]) -> str:
    """The findings' sentences, a line each, gravest first; empty for none."""
    ordered = sorted(findings, key=lambda finding: finding.level.rank)
    return "\n".join(f"{finding.level.label}：{finding.message}" for finding in ordered)


def described(findings: Iterable[Finding], note: str) -> str:
    """The findings' sentences and the note behind them; empty for nothing."""
    return "\n".join(part for part in (sentences(findings), note_words(note)) if part)


def note_words(note: str) -> str:
    """A note as it is shown; empty for none."""
    return f"批注：{note}" if note else ""


def colour(level: Level, palette: QPalette) -> QColor:
    """The colour of a level, dark on a light palette and light on a dark one."""
    dark = palette.color(QPalette.ColorRole.Base).lightness() < _DARK_BASE
    return QColor.fromHsl(_HUES[level], _SATURATION, _LIGHTNESS_ON_DARK if dark else _LIGHTNESS_ON_LIGHT)


def rule_colour(palette: QPalette) -> QColor:
    """The colour of the form's rules, and of frames around what lies over it."""
    text, base = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base)
    parts = ((text.red(), base.red()), (text.green(), base.green()), (text.blue(), base.blue()))
    return QColor(*(round(a * _RULE_SHARE + b * (1 - _RULE_SHARE)) for a, b in parts))
