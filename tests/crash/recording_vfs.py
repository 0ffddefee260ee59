"""A SQLite file layer that records every write, truncation, sync and deletion, as SQLite's own crash tests have one.

It is the system's file layer with four of its functions replaced, registered through ctypes in the very library that
Python's sqlite3 uses. See https://www.sqlite.org/c3ref/vfs.html and https://www.sqlite.org/c3ref/io_methods.html.
"""

import ctypes
import re
import sqlite3  # noqa: F401 - loads the library
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

_MAPS = Path("/proc/self/maps")


@dataclass(frozen=True, slots=True)
class Write:
    path: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    path: str


@dataclass(frozen=True, slots=True)
class Delete:
    path: str
    synced: bool
    """Whether the folder's entries were put on the disk, too."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that the program said or did in between."""

    what: str


Event: TypeAlias = Write | Truncate | Sync | Delete | Mark

_Pointer, _Int, _Int64, _Text = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64, ctypes.c_char_p
_Open = ctypes.CFUNCTYPE(_Int, _Pointer, _Pointer, _Pointer, _Int, _Pointer)
_Delete = ctypes.CFUNCTYPE(_Int, _Pointer, _Text, _Int)
_Write = ctypes.CFUNCTYPE(_Int, _Pointer, _Pointer, _Int, _Int64)
_Truncate = ctypes.CFUNCTYPE(_Int, _Pointer, _Int64)
_Sync = ctypes.CFUNCTYPE(_Int, _Pointer, _Int)


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", _Int),
        ("file_size", _Int),
        ("longest_name", _Int),
        ("next", _Pointer),
        ("name", _Text),
        ("data", _Pointer),
        ("open", _Pointer),
        ("delete", _Pointer),
        ("others", _Pointer * 11),
    )


class _Methods(ctypes.Structure):
    _fields_ = (
        ("version", _Int),
        ("close", _Pointer),
        ("read", _Pointer),
        ("write", _Pointer),
        ("truncate", _Pointer),
        ("sync", _Pointer),
        ("others", _Pointer * 13),
    )


@cache
def library() -> ctypes.CDLL | None:
    """The SQLite library of this process, or ``None`` where Python has one inside that cannot be reached."""
    loaded = re.search(r"\S*/libsqlite3\.so\S*", _MAPS.read_text()) if _MAPS.exists() else None
    if loaded is None:
        return None
    sqlite = ctypes.CDLL(loaded.group())
    sqlite.sqlite3_vfs_find.restype = _Pointer
    sqlite.sqlite3_vfs_find.argtypes = (_Text,)
    sqlite.sqlite3_vfs_register.argtypes = (_Pointer, _Int)
    sqlite.sqlite3_vfs_unregister.argtypes = (_Pointer,)
    return sqlite


@contextmanager
def recorded() -> Iterator[list[Event]]:
    """The list to which every event of files that are opened inside the context is appended."""
    sqlite = library()
    assert sqlite is not None
    usual = sqlite.sqlite3_vfs_find(None)
    recorder = _Recorder(_Vfs.from_address(usual))
    address = ctypes.addressof(recorder.vfs)
    sqlite.sqlite3_vfs_register(address, 1)
    try:
        yield recorder.events
    finally:
        sqlite.sqlite3_vfs_unregister(address)
        sqlite.sqlite3_vfs_register(usual, 1)


class _Recorder:
    def __init__(self, usual: _Vfs) -> None:
        self.events: list[Event] = []
        self.vfs = _Vfs.from_buffer_copy(usual)
        self.vfs.name = b"recording"
        self._paths: dict[int, str] = {}
        self._methods: dict[int, _Methods] = {}
        self._kept: list[Any] = []  # what C code may call must not be collected
        self._open, self._delete = _Open(usual.open), _Delete(usual.delete)
        self.vfs.open = self._callable(_Open, self._on_open)
        self.vfs.delete = self._callable(_Delete, self._on_delete)

    def _callable(self, prototype: Any, function: Any) -> Any:
        callback = prototype(function)
        self._kept.append(callback)
        return ctypes.cast(callback, _Pointer)

    def _on_open(self, vfs: int, name: int | None, file: int, flags: int, out_flags: int | None) -> int:
        code = int(self._open(vfs, name, file, flags, out_flags))
        place = _Pointer.from_address(file)
        if code == 0 and place.value:
            self._paths[file] = ctypes.string_at(name).decode() if name else ""
            place.value = ctypes.addressof(self._recording(place.value))
        return code

    def _on_delete(self, vfs: int, name: bytes, sync: int) -> int:
        code = int(self._delete(vfs, name, sync))
        if code == 0:
            self.events.append(Delete(name.decode(), bool(sync)))
        return code

    def _recording(self, address: int) -> _Methods:
        if address not in self._methods:
            usual = _Methods.from_address(address)
            methods = _Methods.from_buffer_copy(usual)
            write, truncate, sync = _Write(usual.write), _Truncate(usual.truncate), _Sync(usual.sync)

            def on_write(file: int, data: int, size: int, offset: int) -> int:
                self.events.append(Write(self._paths[file], offset, ctypes.string_at(data, size)))
                return int(write(file, data, size, offset))

            def on_truncate(file: int, size: int) -> int:
                self.events.append(Truncate(self._paths[file], size))
                return int(truncate(file, size))

            def on_sync(file: int, flags: int) -> int:
                code = int(sync(file, flags))
                self.events.append(Sync(self._paths[file]))
                return code

            methods.write = self._callable(_Write, on_write)
            methods.truncate = self._callable(_Truncate, on_truncate)
            methods.sync = self._callable(_Sync, on_sync)
            self._methods[address] = methods
        return self._methods[address]
