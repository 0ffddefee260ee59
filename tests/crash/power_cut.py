"""What a disk may hold after the power failed: made from recorded events, as bad as the promises of a disk allow.

What was synced is there. Of what was written since, any part may be: all, nothing, single writes without those before
them, single sectors of a write. A deleted file may be back until its folder was synced. (The model of "Atomic Commit
In SQLite", https://www.sqlite.org/atomiccommit.html, section 2, without its assumption that a sector is written whole
from one end to the other.)
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from random import Random
from typing import Final

from tests.crash.recording_vfs import Delete, Event, Mark, Sync, Truncate, Write

_SECTOR: Final = 512


class Survives(Enum):
    """How much of what was not synced is on the disk."""

    ALL = "all"  # as after kill -9
    NOTHING = "nothing"
    SOME = "some"


@dataclass(slots=True)
class _File:
    synced: bytes | None = None
    """``None`` until the first sync: it may be missing altogether."""
    pending: list[Write | Truncate] = field(default_factory=list)

    def whole(self) -> bytes:
        return _applied(self.synced, self.pending)


class Disk:
    """The files of one database while events pass.

    Args:
        files: What was on the disk before; all of it synced.
    """

    def __init__(self, files: dict[str, bytes]) -> None:
        self._versions: dict[str, list[_File | None]] = {path: [_File(data)] for path, data in files.items()}

    def take(self, event: Event) -> None:
        """Let an event happen."""
        if isinstance(event, Mark):
            return
        versions = self._versions.setdefault(event.path, [None])
        if isinstance(event, Delete):
            self._versions[event.path] = [None] if event.synced else [*versions, None]
            return
        current = versions[-1]
        if current is None:
            current = _File()
            versions.append(current)
        if isinstance(event, Sync):
            current.synced, current.pending = current.whole(), []
            self._versions[event.path] = [current]  # the first sync of a file puts its name on the disk, too
        else:
            current.pending.append(event)

    def after_the_cut(self, survives: Survives, random: Random) -> dict[str, bytes]:
        """The files that are there when the power is back."""
        found = {path: _left(versions, survives, random) for path, versions in self._versions.items()}
        return {path: data for path, data in found.items() if data is not None}


def cuts(files: dict[str, bytes], events: Iterable[Event]) -> Iterator[tuple[int, Disk]]:
    """The disk after each event but marks, with the number of marks that have passed."""
    disk, marks = Disk(files), 0
    for event in events:
        if isinstance(event, Mark):
            marks += 1
        else:
            disk.take(event)
            yield marks, disk


def put(files: dict[str, bytes], workspace: Path, folder: Path) -> Path:
    """Lay the files of a workspace out in another folder; answers where the workspace is now."""
    for old in folder.iterdir():
        if old.is_file():
            old.unlink()
    for path, data in files.items():
        if path.startswith(str(workspace)):
            (folder / Path(path).name).write_bytes(data)
    return folder / workspace.name


def _left(versions: list[_File | None], survives: Survives, random: Random) -> bytes | None:
    if survives is Survives.ALL:
        last = versions[-1]
        return last and last.whole()
    if survives is Survives.NOTHING:
        first = versions[0]
        return first and first.synced
    chosen = random.choice(versions)
    if chosen is None:
        return None
    return _applied(chosen.synced, [part for event in chosen.pending for part in _torn(event, random)])


def _torn(event: Write | Truncate, random: Random) -> Iterator[Write | Truncate]:
    fate = random.randrange(3)  # gone, whole, or some of its sectors
    if fate == 1:
        yield event
    elif fate == 2 and isinstance(event, Write):
        for start in range(0, len(event.data), _SECTOR):
            if random.randrange(2):
                yield Write(event.path, event.offset + start, event.data[start : start + _SECTOR])


def _applied(data: bytes | None, events: Iterable[Write | Truncate]) -> bytes:
    result = bytearray(data or b"")
    for event in events:
        if isinstance(event, Truncate):
            del result[event.size :]
        else:
            end = event.offset + len(event.data)
            result.extend(bytes(max(0, end - len(result))))
            result[event.offset : end] = event.data
    return bytes(result)
