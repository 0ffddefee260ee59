"""The zip archives that ``.docx`` and ``.xlsx`` files are, unpacked within limits.

Nothing is written, and no name in the archive is taken for a path of this machine: a part is read by its name, as
much of it as is allowed, whatever its header says.
"""

import io
import posixpath
import re
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Final
from xml.parsers import expat

from core.domain.errors import KnownError
from core.ports import Pulse, go_on

MAX_PART_BYTES: Final = 128 * 1024 * 1024
"""Of a part that is held in memory as a whole."""
MAX_UNPACKED_BYTES: Final = 512 * 1024 * 1024
"""Of all parts that are read, as a stream or not."""
MAX_TAG_BYTES: Final = 1024 * 1024
"""One tag with its attributes; the parser looks at an unfinished one again and again."""
MAX_PARTS: Final = 20_000
"""Names in the archive, several times those of the largest workbook; ``zipfile`` takes half a kilobyte for each."""
MAX_MARKS: Final = 7_000_000
"""Tags and attributes of all parts that are parsed as events; as many cells as one file may hold have ten each."""
MAX_SECONDS: Final = 60.0
"""More than any real file needs on an old machine; who waits for it may cancel before."""
CONTENT_TYPES: Final = "[Content_Types].xml"
ROOT_RELATIONS: Final = "_rels/.rels"

_CHUNK: Final = 64 * 1024
_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_DAMAGES: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
"""What ``zipfile`` raises on a broken archive."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How sentences speak of a kind of file: its name, who opens it, its suffix."""

    name: str
    programs: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Relation:
    """One line of a part's relations: the last word of its type, and the part that it leads to."""

    kind: str
    target: str


class Package:
    """An opened archive; a context manager.

    Attributes:
        file_name: For messages.
        names: Its parts.

    Args:
        data: All of it.
        file_name: Its name.
        kind: What it should be.
        pulse: Called with each piece that is unpacked.

    Raises:
        KnownError: The archive is broken, or not of this kind.
    """

    def __init__(self, data: bytes, file_name: str, kind: Kind, pulse: Pulse = go_on) -> None:
        self.file_name = file_name
        self._pulse = pulse
        self._kind = kind
        self._unpacked = 0
        self._marks = 0
        self._deadline = time.monotonic() + MAX_SECONDS
        if data.count(_DIRECTORY_ENTRY) > MAX_PARTS:
            raise self.too_large
        with self._damage_named():
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = frozenset(self._archive.namelist())
        if CONTENT_TYPES not in self.names:
            raise KnownError(f"“{file_name}”不是 {kind.name} 文件，请确认它是 {kind.suffix} 文件。")

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._archive.close()

    @property
    def damaged(self) -> KnownError:
        """What to raise when a part's content is broken."""
        return KnownError(f"“{self.file_name}”已损坏，打不开；请用 {self._kind.programs} 打开后另存一份再试。")

    @property
    def too_large(self) -> KnownError:
        """What to raise when it holds more than any file of tables does."""
        return KnownError(f"“{self.file_name}”的内容太大，不像是绩效目标表。")

    def read(self, part: str) -> bytes:
        """All of a part.

        Raises:
            KnownError: See :meth:`chunks`; or it is more than is held in memory at once.
        """
        pieces: list[bytes] = []
        size = 0
        for chunk in self.chunks(part):
            size += len(chunk)
            if size > MAX_PART_BYTES:
                raise self.too_large
            pieces.append(chunk)
        return b"".join(pieces)

    def chunks(self, part: str) -> Iterator[bytes]:
        """A part, piece by piece.

        Raises:
            KnownError: It is broken, or more is unpacked than is allowed.
        """
        with self._damage_named(), self._archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                self._pulse()
                self._unpacked += len(chunk)
                if self._unpacked > MAX_UNPACKED_BYTES or time.monotonic() > self._deadline:
                    raise self.too_large
                yield chunk

    def parse(
        self,
        part: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        data: Callable[[str], None] | None = None,
        without: re.Pattern[bytes] | None = None,
    ) -> None:
        """Read an XML part as events, in constant memory.

        Elements are known by their names without namespace: the transitional and the strict edition of a format
        differ in their namespaces only. Names of extensions keep their prefix and so are like no other.

        Args:
            part: Name of the part.
            start: Called with the name and the attributes of each element.
            end: Called with its name when it ends.
            data: Called with runs of text.
            without: What to leave out before it is parsed.

        Raises:
            KnownError: It is broken, too large, or declares a document type, which no such part needs and
                which entities that expand or that fetch something would.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def begin(root: str, attributes: dict[str, str]) -> None:
            """Most files name elements without a prefix: only where the root has one it is taken off."""
            prefix = "".join(root.rpartition(":")[:2])
            own_start, own_end = start, end
            if prefix:
                own_start = lambda name, attributes: start(name.removeprefix(prefix), attributes)  # noqa: E731
                own_end = (lambda name: end(name.removeprefix(prefix))) if end is not None else None
            parser.StartElementHandler = own_start
            parser.EndElementHandler = own_end
            own_start(root, attributes)

        parser.StartElementHandler = begin
        if data is not None:
            parser.CharacterDataHandler = data
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        try:
            fed = 0
            for chunk in self.chunks(part):
                if without is not None and b"<![CDATA[" not in chunk:
                    chunk = without.sub(b"", chunk)  # noqa: PLW2901
                self._marks += chunk.count(b"<") + chunk.count(b"=")
                if self._marks > MAX_MARKS:
                    raise self.too_large
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > MAX_TAG_BYTES:
                    raise self.too_large
            parser.Parse(b"", True)
        except (
            expat.ExpatError,
            ValueError,
            LookupError,
        ) as error:  # the last two: in an encoding that no part may have
            raise self.damaged from error

    def relations(self, part: str) -> dict[str, Relation]:
        """Where a part's relations lead, by their ids; external ones are left out."""
        found: dict[str, Relation] = {}
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels") if part else ROOT_RELATIONS

        def start(element: str, attributes: dict[str, str]) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", str(len(found)))] = Relation(kind, target)

        if source in self.names:
            self.parse(source, start)
        return found

    def main_part(self, default: str) -> str:
        """The part that the package says it is about; nearly all files have the default."""
        relations = self.relations("").values()
        return next((relation.target for relation in relations if relation.kind == "officeDocument"), default)

    def _refuse_doctype(self, *_declaration: object) -> None:
        raise KnownError(f"“{self.file_name}”含有不安全的内容（文档类型声明），没有读取。")

    @contextmanager
    def _damage_named(self) -> Iterator[None]:
        try:
            yield
        except _DAMAGES as error:
            raise self.damaged from error


def attribute(attributes: dict[str, str], name: str) -> str | None:
    """An attribute by its local name."""
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), None)
