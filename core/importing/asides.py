"""What people put beside the text of a file, comments, footnotes and text boxes: not imported, but said."""

from collections.abc import Iterator
from typing import Final

from core.importing.package import Package
from core.importing.remarks import excerpt

KINDS: Final = {
    "comments": ("comment", "条批注"),
    "footnotes": ("footnote", "条脚注"),
    "endnotes": ("endnote", "条尾注"),
    "drawing": ("txBody", "个文本框"),  # of a worksheet
}
"""Last word of a relation's type → the element that is one of them, and how sentences count it."""


def aside_notes(package: Package, part: str, where: str) -> Iterator[str]:
    """A sentence for each kind of what stands beside a part's text.

    Args:
        package: The file.
        part: A worksheet, or the main part of a text.
        where: How sentences name the part; ``""`` for the file itself.

    Raises:
        KnownError: Such a part is broken or too large.
    """
    for relation in package.relations(part).values():
        if relation.kind in KINDS and relation.target in package.names:
            element, name = KINDS[relation.kind]
            texts = texts_of(package, relation.target, element)
            if texts:
                more = "等" if len(texts) > 1 else ""
                what = f"有 {len(texts)} {name}没有读取（“{excerpt(texts[0])}”{more}），请另行查看。"
                yield f"《{package.file_name}》{where}{what}"


def texts_of(package: Package, part: str, wanted: str) -> list[str]:
    """The texts of all these elements that have one; Word's own lines between text and footnotes have a type.

    Raises:
        KnownError: The part is broken or too large.
    """
    found: list[list[str]] = []
    is_text = is_inside = False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal is_text, is_inside
        if element == wanted:
            is_inside = not any(name.rpartition(":")[2] == "type" for name in attributes)
            if is_inside:
                found.append([])
        is_text = is_inside and element in ("t", "a:t")

    def end(element: str) -> None:
        nonlocal is_text, is_inside
        is_text = False
        is_inside = is_inside and element != wanted

    def data(text: str) -> None:
        if is_text:
            found[-1].append(text)

    package.parse(part, start, end, data)
    return [text for pieces in found if (text := "".join(pieces).strip())]
