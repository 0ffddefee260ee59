"""The audit's settings as JSON text, version 1: what a workspace keeps, and what is handed on as a file."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, Final

from core.audit.findings import Level
from core.audit.rules import RULES
from core.audit.settings import DEFAULTS, AuditSettings, Limits
from core.catalogue.changes import ListChange
from core.catalogue.measures import MeasureKind
from core.catalogue.words import Words
from core.domain.errors import KnownError

FORMAT: Final = "jibiao-audit-settings"
VERSION: Final = 1

LIMIT_RANGE: Final = range(1000)
"""What a limit may be."""

_LONGEST_PATTERN: Final = 200
_LONGEST_WORD: Final = 50
_SHOWN_CHARACTERS: Final = 40

# A pattern is tried on every code; with that many open repetitions one trial still takes well under a second.
_MOST_REPEATS: Final = 6
_LITERAL: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_GROUP: Final = re.compile(r"\(\?(?:[:=!]|<[=!]|P<\w+>)")
_TOKEN: Final = re.compile(r"\(|\||\)(?:[*+?]|\{\d*,\d*\}|\{\d+\})?|[*+?]|\{\d*,\d*\}")
_OPEN_REPEAT: Final = re.compile(r"[*+,]")


def dumps(settings: AuditSettings) -> str:
    """The settings as text, equal for equal settings; only what differs from the program's own is in it."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "switched": dict(sorted(settings.switched.items())),
        "levels": {rule: level.value for rule, level in sorted(settings.levels.items())},
        "unit_code_pattern": settings.unit_code_pattern,
        "limits": {field.name: getattr(settings.limits, field.name) for field in fields(Limits)},
        "words": _list_changes(settings.word_changes),
        "measures": _list_changes(settings.measure_changes),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def loads(text: str) -> AuditSettings:
    """The settings from text; rules and lists that this program does not know are left out.

    Raises:
        KnownError: It is no such text, of a newer version, or damaged.
    """
    try:
        content = json.loads(text)
        if content["format"] != FORMAT or _version(content) < 1:
            raise KeyError("format")
        if _version(content) > VERSION:
            raise KnownError("审核设置是更新版本的程序写的，本程序读不懂，也不会覆盖。请升级程序。")
        settings = _settings(content)
        if not isinstance(settings.unit_code_pattern, str):
            raise TypeError("unit_code_pattern")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise KnownError("这不是审核设置，或内容已损坏。请换一个文件，或在“审核设置”中恢复默认。") from error
    check(settings)
    return settings


def is_newer(text: str) -> bool:
    """Whether a newer program wrote the text."""
    try:
        content = json.loads(text)
        return bool(content["format"] == FORMAT and _version(content) > VERSION)
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


def check(settings: AuditSettings) -> None:
    """Refuse settings that could not be kept, or by which the audit would find anything or nothing.

    Raises:
        KnownError: With what to do.
    """
    check_pattern(settings.unit_code_pattern)
    for changes, what in ((settings.word_changes, "词表"), (settings.measure_changes, "计量单位")):
        _check_words((word for change in changes.values() for word in (*change.added, *change.removed)), what)
    low, high = settings.limits.satisfaction_low, settings.limits.satisfaction_high
    if low > high:
        raise KnownError(f"审核设置中满意度的下限 {low} 高于上限 {high}，请在“审核设置”中改过来。")


def _check_words(words: Iterable[str], what: str) -> None:
    for word in words:
        if len(word) > _LONGEST_WORD:
            raise KnownError(f"{what}中的“{_shortened(word)}”太长，一个词最多 {_LONGEST_WORD} 个字。")
        if any(unicodedata.category(character) in ("Cc", "Cs") for character in word):
            seen = "".join(c for c in word if unicodedata.category(c) not in ("Cc", "Cs"))
            raise KnownError(f"{what}中的“{seen}”含有看不见的控制字符，请删去。")


def check_pattern(pattern: str) -> None:
    """Refuse a pattern that is none.

    Raises:
        KnownError: With what to do.
    """
    shown = _shortened(pattern)
    try:
        if not pattern or len(pattern) > _LONGEST_PATTERN:
            raise re.error("length")
        re.compile(pattern, re.ASCII)
    except (re.error, OverflowError, RecursionError):
        raise KnownError(f"单位代码的格式“{shown}”写得不对。六位数字写作 {DEFAULTS.unit_code_pattern}。") from None
    if _is_slow(pattern):
        raise KnownError(f"单位代码的格式“{shown}”里重复套着重复，或不定的重复太多，核对会很慢。请写得简单一些。")


def _is_slow(pattern: str) -> bool:
    """Whether matching may take long: an open repetition around another or around a choice, or too many of them."""
    bare = _GROUP.sub("(", _LITERAL.sub("x", pattern))
    repeats = 0
    inside = [False]  # of each open group, whether something in it can be matched in several ways
    for token in _TOKEN.findall(bare):
        if token == "(":
            inside.append(False)
        elif token == "|":
            inside[-1] = True
        elif token.startswith(")"):
            varied = inside.pop() if len(inside) > 1 else False
            if _OPEN_REPEAT.search(token):
                repeats += 1
                if varied:
                    return True
            inside[-1] = inside[-1] or varied or token != ")"
        else:
            repeats += 1
            inside[-1] = True
    return repeats > _MOST_REPEATS


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"


def _version(content: Mapping[str, Any]) -> int:
    version = content["version"]
    if type(version) is not int:  # True is an int too
        raise TypeError("a version is a whole number")
    return version


def _settings(content: Mapping[str, Any]) -> AuditSettings:
    if not all(isinstance(on, bool) for on in content["switched"].values()):
        raise TypeError("a rule is on or off")
    return AuditSettings(
        switched={rule: on for rule, on in content["switched"].items() if rule in RULES},
        levels={rule: Level(level) for rule, level in content["levels"].items() if rule in RULES},
        unit_code_pattern=content["unit_code_pattern"],
        limits=_limits(content["limits"]),
        word_changes=_changes(content["words"], {field.name for field in fields(Words)}),
        measure_changes=_changes(content["measures"], {kind.value for kind in MeasureKind}),
    )


def _limits(content: Mapping[str, Any]) -> Limits:
    known = {field.name: content[field.name] for field in fields(Limits) if field.name in content}
    if not all(type(number) is int and number in LIMIT_RANGE for number in known.values()):
        raise ValueError("a limit is a whole number")
    return Limits(**known)


def _list_changes(changes: Mapping[str, ListChange]) -> dict[str, dict[str, list[str]]]:
    return {
        name: {"added": list(change.added), "removed": list(change.removed)}
        for name, change in sorted(changes.items())
        if change
    }


def _changes(content: Mapping[str, Any], known: set[str]) -> dict[str, ListChange]:
    return {
        name: ListChange(_texts(change["added"]), _texts(change["removed"]))
        for name, change in content.items()
        if name in known
    }


def _texts(items: object) -> tuple[str, ...]:
    if not isinstance(items, list):
        raise TypeError("a word list is a list")
    texts = tuple(item for item in items if isinstance(item, str) and item.strip())
    if len(texts) < len(items):
        raise ValueError("a word list holds words")
    return texts
