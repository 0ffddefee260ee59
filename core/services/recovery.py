"""The recovery note: what is typed in an open editor and not committed yet, kept so that a crash does not take it.

It lies among the user's data, not beside the workspace: a draft of a sentence is nobody else's business.
"""

import hashlib
import json
import logging
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from core import places
from core.domain.edits import ChangeSet
from core.domain.errors import KnownError
from core.domain.records import FORM_FIELDS, INDICATOR_COLUMNS, LABELS, TargetTable
from core.ports import Reader
from core.services import intents

OPERATION = "找回输入"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A text that was typed and not committed.

    Attributes:
        project_id: The table.
        row_id: The indicator; ``""`` for the form and for a row that is not there yet.
        row: Its number from 1, as it was; 0 for the form.
        column: Field name of the indicator or of the form.
        text: What was typed.
    """

    project_id: str
    row_id: str
    row: int
    column: str
    text: str

    def place(self, table: TargetTable | None) -> str:
        """Where it was typed, e.g. ``“3.某项目”第 2 行指标值``.

        Args:
            table: The one it was typed into; ``None`` if it is gone.
        """
        named = f"“{table.label}”" if table else "已不在的表"
        if self.row:
            return f"{named}第 {self.row} 行{LABELS['indicator'][self.column]}"
        return f"{named}{LABELS['project'][self.column]}"


def keep(workspace: Path, texts: Sequence[Unsaved]) -> None:
    """Put the texts on the disk in place of those kept before; none: forget them.

    A disk that takes no note costs the note, not the work: the next one may go well.
    """
    note = _note(workspace)
    if note is None:
        return
    try:
        if texts:
            _write(note, json.dumps([asdict(text) for text in texts], ensure_ascii=False))
        else:
            note.unlink(missing_ok=True)
    except OSError as error:
        log.info("no recovery note: %s", error)


def left_behind(workspace: Path) -> tuple[Unsaved, ...]:
    """What was typed when the program was last interrupted; a note that makes no sense is none."""
    note = _note(workspace)
    try:
        texts = json.loads(note.read_text("utf-8")) if note else []
        found = tuple(Unsaved(**text) for text in texts)
    except (OSError, ValueError, TypeError):
        return ()
    return tuple(one for one in found if one.column in (INDICATOR_COLUMNS if one.row else FORM_FIELDS))


def put_back(reader: Reader, texts: Sequence[Unsaved]) -> tuple[ChangeSet, tuple[Unsaved, ...]]:
    """The change that puts texts where they were typed, and those whose place is gone.

    What stands there by now is replaced, and can be had back by undoing.
    """
    change = ChangeSet(OPERATION, ())
    homeless = []
    for one in texts:
        table = reader.table(one.project_id)
        edits = _edits(table, one) if table else None
        if edits is None:
            homeless.append(one)
        else:
            change = ChangeSet(OPERATION, change.edits + edits.edits)
    return change, tuple(homeless)


def _edits(table: TargetTable, one: Unsaved) -> ChangeSet | None:
    if not one.row:
        return intents.set_form_field(table.project, one.column, one.text)
    rows = [row.id for row in table.indicators]
    if one.row_id and one.row_id not in rows:
        return None
    place = rows.index(one.row_id) if one.row_id else len(rows)
    return intents.set_cells(table, {(place, one.column): one.text})


def _note(workspace: Path) -> Path | None:
    name = hashlib.sha256(str(workspace.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    try:
        return places.recovery_folder() / f"{name}.json"
    except KnownError:  # there is no place for the user's data
        return None


def _write(note: Path, content: str) -> None:
    note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = note.with_suffix(".new")
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(note)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
