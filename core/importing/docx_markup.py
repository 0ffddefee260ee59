"""Elements of WordprocessingML by their local names: transitional and strict edition differ in namespaces only."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

WRAPPERS: Final = frozenset(
    {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"}
)
"""Elements that only wrap blocks, rows or cells."""


def name_of(element: etree._Element) -> str:
    """Its local name."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute_of(element: etree._Element | None, name: str) -> str | None:
    """An attribute by its local name; ``None`` also if there is no element."""
    if element is None:
        return None
    return next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), None)


def children_of(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Children of that name, wrapped ones included."""
    for child in element:
        if name_of(child) == name:
            yield child
        elif name_of(child) in WRAPPERS:
            yield from children_of(child, name)


def child_of(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that name."""
    return None if element is None else next((c for c in element if name_of(c) == name), None)


def whole(text: str | None, default: int) -> int:
    """A small number, or the default if there is none."""
    return int(text) if text is not None and re.fullmatch(r"\d{1,4}", text, re.ASCII) else default
