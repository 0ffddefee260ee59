"""Looking a workspace file over."""

import sqlite3
from typing import Final

from db.failures import DAMAGED, primary_code

_ORPHANS: Final = {
    "budget_unit": "有 {count} 个单位找不到所属的年度。",
    "project": "有 {count} 个项目找不到所属的单位。",
    "indicator": "有 {count} 个指标行找不到所属的项目。",
    "edit": "有 {count} 条修改记录找不到所属的操作。",
}


def faults(connection: sqlite3.Connection) -> tuple[str, ...]:
    """One Chinese sentence for each sort of fault; empty if the file is sound."""
    try:
        damage = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        orphans: dict[str, int] = {}
        for row in connection.execute("PRAGMA foreign_key_check"):
            orphans[row[0]] = orphans.get(row[0], 0) + 1
    except sqlite3.DatabaseError as error:
        if primary_code(error) not in DAMAGED:
            raise
        return ("文件内部结构已损坏，部分内容读不出来。请用最近的备份恢复。",)
    sentences = [_ORPHANS[table].format(count=count) for table, count in orphans.items()]
    if damage:
        sentences.insert(0, f"文件内部结构有 {len(damage)} 处损坏。请用最近的备份恢复。")
    return tuple(sentences)
