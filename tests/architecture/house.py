"""The project's files, as the architecture tests look at them."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[2]
ROOMS = ("core", "db", "gui", "packaging", "tests")
TEXT_SUFFIXES = (".py", ".md", ".toml", ".json", ".txt", ".svg", ".spec", ".yml", ".cfg", ".ini")


def modules(*rooms: str) -> Iterator[Path]:
    """All Python files of some rooms, and ``main.py`` if none is named."""
    if not rooms:
        yield PROJECT / "main.py"
    for room in rooms or ROOMS:
        yield from sorted((PROJECT / room).rglob("*.py"))


def own_texts() -> Iterator[Path]:
    """Every text file that people write: code, documents, data, settings."""
    for folder in (*ROOMS, "resources", ".ci"):
        found = (path for path in (PROJECT / folder).rglob("*") if path.is_file())
        yield from (path for path in found if path.suffix in TEXT_SUFFIXES or path.parent.name == ".ci")
    yield from (path for path in PROJECT.iterdir() if path.is_file() and path.suffix in TEXT_SUFFIXES)


def documents() -> list[Path]:
    """All Markdown files."""
    return [path for path in own_texts() if path.suffix == ".md"]


@cache
def pyproject() -> dict[str, Any]:
    """``pyproject.toml``."""
    return tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))


def pins(requirements: list[str]) -> dict[str, str]:
    """``normalised name → version`` of requirements, each of which must be pinned exactly."""
    parts = (re.fullmatch(r"([\w.-]+)==([\w.]+)", requirement) for requirement in requirements)
    return {normalised(part.group(1)): part.group(2) for part in parts if part}


def locked(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    """``normalised name → (version, hashes)`` of a lock file."""
    text = (PROJECT / "packaging" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    entries = re.findall(r"^([\w.-]+)==(\S+)([^\n]*)$", text, re.MULTILINE)
    return {normalised(n): (v, frozenset(re.findall(r"--hash=(\S+)", rest))) for n, v, rest in entries}


def normalised(name: str) -> str:
    """A distribution's name as the package index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()
