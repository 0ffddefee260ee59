"""打印设置: how a workspace wants its paper; kept in its file, obeyed by preview, printing, export, command line."""

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from core.catalogue.glyphs import undrawable
from core.domain.errors import KnownError
from core.layout.form import FormOptions
from core.layout.signature import SIGNATURE_LABELS
from core.ports import Reader, Workspace

if TYPE_CHECKING:
    from core.exporting.pdf import PdfOptions

KEY: Final = "print"
"""Of the workspace's setting, whose value is JSON."""
VERSION: Final = 1
MAX_LABELS: Final = 12
MAX_LABEL_LENGTH: Final = 12
MAX_LINE_LENGTH: Final = 60
"""Of the header line and the cover line, in characters: longer ones would be illegibly small."""


@dataclass(frozen=True, slots=True)
class SignatureLabel:
    """One field of the signature block; one that is off stays in the list for another time."""

    text: str
    on: bool = True


@dataclass(frozen=True, slots=True)
class PrintSettings:
    """The choices of a workspace.

    Attributes:
        labels: Fields of the signature block, in order.
        header_line: The unit's own line in the head of every page; ``""`` for none.
        cover_title: The line above the contents of a booklet; ``""`` names the year.
        one_a_page: In a booklet each table begins a page.
        fit_on_one_page: Type is made smaller before a second page is begun.
        merge_all_categories: Consecutive equal 一级指标 are merged everywhere, in Word and Excel files too.
        song_file, hei_file: Fonts of this machine for body and headings; ``""`` for the vendored ones.
    """

    labels: tuple[SignatureLabel, ...] = tuple(SignatureLabel(text) for text in SIGNATURE_LABELS)
    header_line: str = ""
    cover_title: str = ""
    one_a_page: bool = False
    fit_on_one_page: bool = False
    merge_all_categories: bool = False
    song_file: str = ""
    hei_file: str = ""

    @property
    def form_options(self) -> FormOptions:
        """The part that concerns the form."""
        return FormOptions(self.merge_all_categories)

    def pdf_options(self, printed_at: datetime | None) -> "PdfOptions":
        """The part that concerns paper. Loads reportlab."""
        from core.exporting.pdf import PdfOptions

        return PdfOptions(
            one_a_page=self.one_a_page,
            fit_on_one_page=self.fit_on_one_page,
            cover_title=self.cover_title,
            header_line=self.header_line,
            signature_labels=tuple(label.text for label in self.labels if label.on),
            printed_at=printed_at,
            song_file=self.song_file,
            hei_file=self.hei_file,
        )


DEFAULTS: Final = PrintSettings()


def print_settings(reader: Reader) -> PrintSettings:
    """The workspace's settings; what is missing, or was written by a later version, is as by default."""
    stored = reader.setting(KEY)
    return DEFAULTS if stored is None else _read(stored)


def keep_print_settings(workspace: Workspace, settings: PrintSettings) -> None:
    """Keep the settings in the workspace.

    Raises:
        KnownError: They cannot be printed with, or the workspace cannot be written; nothing was changed.
    """
    check(settings)
    content = {"version": VERSION, **asdict(settings)}
    with workspace.write() as writer:
        writer.put_setting(KEY, json.dumps(content, ensure_ascii=False))


def check(settings: PrintSettings) -> None:
    """Refuse what cannot be printed with. Reads the font files that are named.

    Raises:
        KnownError: A label or line is too long or holds what no font draws, there are too many labels, or a font file
            cannot be used.
    """
    if len(settings.labels) > MAX_LABELS:
        raise KnownError(f"签字栏最多 {MAX_LABELS} 项，请删去几项。")
    for label in settings.labels:
        if not 0 < len(label.text.strip()) <= MAX_LABEL_LENGTH:
            raise KnownError(f"签字栏的“{label.text}”应有 1 到 {MAX_LABEL_LENGTH} 个字。")
        _check_glyphs("签字栏", label.text)
    for name, line in (("页眉", settings.header_line), ("封面标题", settings.cover_title)):
        if len(line) > MAX_LINE_LENGTH:
            raise KnownError(f"{name}最多 {MAX_LINE_LENGTH} 个字，现在有 {len(line)} 个。")
        _check_glyphs(name, line)
    _check_fonts(settings)


def _check_glyphs(name: str, text: str) -> None:
    missing = "".join(sorted(undrawable(text)))
    if missing:
        raise KnownError(f"{name}中的“{missing}”没有字形，印不出来，请换成别的字。")


def _check_fonts(settings: PrintSettings) -> None:
    files = [file for file in (settings.song_file, settings.hei_file) if file]
    if files:
        from core.exporting.pdf.fonts import check_file

        for file in files:
            check_file(file)


def _read(stored: str) -> PrintSettings:
    try:
        content = json.loads(stored)
    except ValueError:
        return DEFAULTS
    if not isinstance(content, dict):
        return DEFAULTS
    known = {
        field.name: content[field.name]
        for field in fields(PrintSettings)
        if field.name != "labels" and type(content.get(field.name)) is type(field.default)
    }
    labels = content.get("labels")
    return replace(DEFAULTS, **known, labels=_labels(labels) if isinstance(labels, list) else DEFAULTS.labels)


def _labels(stored: list[Any]) -> tuple[SignatureLabel, ...]:
    return tuple(
        SignatureLabel(entry["text"], entry.get("on") is not False)
        for entry in stored
        if isinstance(entry, dict) and isinstance(entry.get("text"), str)
    )
