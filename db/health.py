"""Looking a workspace file over: its structure, its history, and whether the two agree."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from core.domain.errors import Cancelled
from core.domain.records import KIND_WORDS, LABELS
from core.ports import Pulse, go_on
from db.backup import one_view, private_copy
from db.chain import broken_links
from db.failures import DAMAGED, SENSELESS, primary_code
from db.mappers import ColumnValue
from db.replay import Discrepancy, discrepancies

_ORPHANS: Final = {
    "budget_unit": "有 {count} 个单位找不到所属的年度。",
    "project": "有 {count} 个项目找不到所属的单位。",
    "indicator": "有 {count} 个指标行找不到所属的项目。",
    "edit": "有 {count} 条修改记录找不到所属的操作。",
}
_UNREADABLE: Final = "文件内部结构已损坏，部分内容读不出来。请用最近的备份恢复。"
_FOREIGN: Final = "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY name"
_SHOWN_SIGNS: Final = 60
_SHOWN: Final = 3  # examples in a sentence
_STEPS: Final = 1_000
"""Of SQLite's machine, between two looks whether to go on: about a tenth of a millisecond."""


def faults(connection: sqlite3.Connection, pulse: Pulse = go_on) -> tuple[str, ...]:
    """One Chinese sentence for each sort of fault; empty if the file is sound.

    All of it is read as it stood at one moment, since somebody may be typing: history and content have to agree.

    Raises:
        Cancelled: By ``pulse``.
    """
    try:
        with one_view(connection), _stoppable(connection, pulse):
            return _faults(connection)
    except sqlite3.DatabaseError as error:
        if primary_code(error) not in DAMAGED:
            raise
        return (_UNREADABLE,)


def faults_of_copy(connection: sqlite3.Connection, pulse: Pulse = go_on) -> tuple[str, ...]:
    """As :func:`faults`, of a private copy: for a file that nobody can write to while it is read."""
    try:
        with private_copy(connection) as copy:
            return faults(copy, pulse)
    except sqlite3.DatabaseError as error:
        if primary_code(error) not in DAMAGED:
            raise
        return (_UNREADABLE,)


@contextmanager
def _stoppable(connection: sqlite3.Connection, pulse: Pulse) -> Iterator[None]:
    """Ask, while SQLite works on a connection, whether to go on: one statement may take seconds."""
    stopped: list[Cancelled] = []

    def is_to_stop() -> bool:
        try:
            pulse()
        except Cancelled as error:
            stopped.append(error)
        return bool(stopped)

    connection.set_progress_handler(is_to_stop, _STEPS)
    try:
        yield
    except sqlite3.OperationalError:
        if not stopped:
            raise
    finally:
        connection.set_progress_handler(None, _STEPS)
    if stopped:
        raise stopped[0]


def _faults(connection: sqlite3.Connection) -> tuple[str, ...]:
    damage = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    if damage:
        return (f"文件内部结构有 {len(damage)} 处损坏。请用最近的备份恢复。",)
    foreign = [name for (name,) in connection.execute(_FOREIGN)]
    if foreign:
        return (
            f"文件里有别的程序放进去的触发器或视图（{'、'.join(foreign)[:_SHOWN_SIGNS]}），写入的内容会被它改动或遮住。"
            "请不要再写入，用最近的备份恢复。",
        )
    orphans: dict[str, int] = {}
    for row in connection.execute("PRAGMA foreign_key_check"):
        orphans[row[0]] = orphans.get(row[0], 0) + 1
    sentences = [_ORPHANS[table].format(count=count) for table, count in orphans.items()]
    return (*sentences, *_of_the_history(connection))


def _of_the_history(connection: sqlite3.Connection) -> Iterator[str]:
    try:
        broken = list(broken_links(connection))
        parted = list(discrepancies(connection))
    except (*SENSELESS, sqlite3.OperationalError):  # the last is said of texts that are none
        yield "修改历史有缺损，读不完整：文件已损坏，或被别的程序改动过。请用最近的备份核对。"
        return
    if broken:
        first = broken[0]
        yield (
            f"修改历史从第 {first.sequence} 步（{first.at[:16].replace('T', ' ')} {first.name}）起与校验链不符："
            "文件已损坏，或被别的程序改动过。请用最近的备份核对。"
        )
    if parted:
        examples = "、".join(describe(one) for one in parted[:_SHOWN])
        more = " 等" if len(parted) > _SHOWN else ""
        yield (
            f"有 {len(parted)} 处内容与修改历史不符（{examples}{more}）："
            "文件已损坏，或被别的程序改动过。请用最近的备份核对。"
        )


def describe(one: Discrepancy) -> str:
    """Which record, and which of its fields, in a few words."""
    which = describe_row(one.kind, one.id, one.stands or one.told or {})
    if one.stands is None:
        return f"缺{which}"
    if one.told is None:
        return f"多出{which}"
    fields = [LABELS[one.kind].get(field, field) for field, value in one.told.items() if one.stands.get(field) != value]
    return f"{which}的{'、'.join(fields)}"


def describe_row(kind: str, id_: str, row: Mapping[str, ColumnValue]) -> str:
    """Which record, in a few words: what it is, and its name or whatever it has in place of one."""
    name = str(row.get("name") or row.get("text") or row.get("reason") or id_)
    return f"{KIND_WORDS.get(kind, kind)}“{name[:20]}”"
