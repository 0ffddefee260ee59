"""Whatever is changed behind the program's back, in the records or in their history, the check tells."""

import sqlite3
from contextlib import closing
from datetime import date
from functools import partial

import pytest

from core.domain.checkcode import check_code
from core.domain.edits import change, set_field
from core.domain.errors import KnownError
from core.domain.records import Project, State
from core.services import editing, intents, reverting
from core.services.intents import set_form_field
from core.services.states import finalise, sign
from db.chain import BEGINNING, Head, digest
from db.salvage import salvage
from db.workspace import FileWorkspace
from tests.reference import reference_tables

FIRST = reference_tables()[0]


@pytest.fixture
def worked_on(published: FileWorkspace) -> FileWorkspace:
    """The published tables after an import, two edits and an undo."""
    renamed = set_form_field(FIRST.project, "name", "改过的名称")
    editing.apply(published, renamed)
    reverting.undo(published, renamed)
    editing.apply(published, intents.set_cells(FIRST, {(0, "value"): "≥2次", (9, "name"): "新的一行"}))
    return published


def behind_its_back(workspace: FileWorkspace, *statements: str) -> None:
    with closing(sqlite3.connect(workspace.path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_a_history_as_the_program_wrote_it_is_whole(worked_on: FileWorkspace) -> None:
    assert worked_on.check() == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE operation SET at = '2024-01-01T00:00:00+08:00' WHERE sequence = 2",
        "UPDATE operation SET user = '李会计' WHERE sequence = 2",
        "UPDATE operation SET name = '粘贴' WHERE sequence = 2",
        "UPDATE edit SET old = '\"原来的\"' WHERE sequence = 2",
    ],
)
def test_a_changed_operation_breaks_the_chain(worked_on: FileWorkspace, statement: str) -> None:
    behind_its_back(worked_on, statement)
    (sentence,) = worked_on.check()
    assert sentence.startswith("修改历史从第 2 步（")
    assert "与校验链不符" in sentence


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER 偷改 AFTER UPDATE ON project BEGIN UPDATE indicator SET value = '≥1%'; END",
        "CREATE VIEW 偷改 AS SELECT * FROM indicator",
    ],
)
def test_what_would_change_or_hide_what_is_written_is_found(worked_on: FileWorkspace, statement: str) -> None:
    behind_its_back(worked_on, statement)
    (sentence,) = worked_on.check()
    assert "触发器或视图（偷改）" in sentence


def test_a_history_that_makes_python_dizzy_is_damage_and_no_bug(worked_on: FileWorkspace) -> None:
    behind_its_back(worked_on, f"UPDATE edit SET new = '{'[' * 200_000}' WHERE sequence = 2")
    (sentence,) = worked_on.check()
    assert "修改历史有缺损" in sentence
    with pytest.raises(KnownError, match="已损坏"), worked_on.read() as reader:
        reader.history()
    assert len([one for one in salvage(worked_on.path).records if isinstance(one, Project)]) == 14


def test_a_changed_operation_with_a_new_digest_of_its_own_breaks_the_next(worked_on: FileWorkspace) -> None:
    with closing(sqlite3.connect(worked_on.path)) as connection, connection:
        at, before = connection.execute(
            "SELECT o.at, p.digest FROM operation o JOIN operation p ON p.sequence = 1 WHERE o.sequence = 2"
        ).fetchone()
        names = ("project_id", "verb", "kind", "id", "field", "old", "new")
        rows = connection.execute(f"SELECT {', '.join(names)} FROM edit WHERE sequence = 2")
        forged = digest(before, Head(2, at, "李会计", "改名"), [dict(zip(names, row, strict=True)) for row in rows])
        connection.execute(
            "UPDATE operation SET user = '李会计', name = '改名', digest = ? WHERE sequence = 2", (forged,)
        )
    (sentence,) = worked_on.check()
    assert sentence.startswith("修改历史从第 3 步（")


def test_a_removed_operation_breaks_the_chain(worked_on: FileWorkspace) -> None:
    behind_its_back(
        worked_on, "DELETE FROM edit WHERE sequence IN (2, 3)", "DELETE FROM operation WHERE sequence IN (2, 3)"
    )
    (sentence,) = worked_on.check()
    assert sentence.startswith("修改历史从第 4 步（")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE project SET budget = '99.00' WHERE id = 'p1'", f"项目“{FIRST.project.name[:20]}”的预算数"),
        ("UPDATE indicator SET value = '≥3次' WHERE value = '≥2次'", "的指标值"),
        ("UPDATE budget_unit SET code = '1' WHERE code = '319101'", "的单位代码"),
        ("UPDATE budget_year SET scheme = '2021'", "的指标体系"),
        ("INSERT INTO note VALUES ('n', 'p1', '', '', '谁写的')", "多出批注“谁写的”"),
        ("DELETE FROM indicator WHERE name = '新的一行'", "缺指标行“新的一行”"),
    ],
)
def test_a_record_changed_without_a_history_is_named(worked_on: FileWorkspace, statement: str, words: str) -> None:
    behind_its_back(worked_on, statement)
    (sentence,) = worked_on.check()
    assert sentence.startswith("有 1 处内容与修改历史不符（")
    assert words in sentence


def test_a_history_that_contradicts_itself_is_no_crash(worked_on: FileWorkspace) -> None:
    behind_its_back(worked_on, "UPDATE edit SET id = 'nobody' WHERE verb = 'set'")
    assert any("修改历史有缺损" in sentence for sentence in worked_on.check())


def test_a_history_with_bytes_that_are_no_text_is_no_crash(worked_on: FileWorkspace) -> None:
    behind_its_back(worked_on, "UPDATE edit SET new = CAST(x'22ff22' AS TEXT) WHERE sequence = 2")
    assert any("修改历史有缺损" in sentence for sentence in worked_on.check())


def test_a_signed_table_that_was_changed_with_its_history_is_named(worked_on: FileWorkspace) -> None:
    """Somebody who can rebuild the whole chain cannot make the signed code fit, unless he forges that, too."""
    for step in (finalise, partial(sign, day=date(2025, 3, 1))):
        with worked_on.read() as reader:
            table = next(reader.tables())
        editing.apply(worked_on, step([table]))
    assert worked_on.check() == ()
    assert changed_with_its_history(worked_on) == (
        f"“{table.label}”已签，但内容与签字时的校验码 {check_code(table)} 不符。请与签过字的纸质表核对。",
    )


def test_a_final_table_that_was_changed_with_its_history_is_named(worked_on: FileWorkspace) -> None:
    with worked_on.read() as reader:
        table = next(reader.tables())
    editing.apply(worked_on, finalise([table]))
    assert worked_on.check() == ()
    assert changed_with_its_history(worked_on) == (
        f"“{table.label}”定稿，但内容与定稿时的校验码 {check_code(table)} 不符。请与定稿后打印的纸质表核对。",
    )


def changed_with_its_history(worked_on: FileWorkspace) -> tuple[str, ...]:
    """What is said of a locked table whose content and history were changed together."""
    unlocked = change("解锁", [set_field(signed_project(worked_on), "state", State.DRAFT)])
    editing.apply(worked_on, unlocked)
    editing.apply(worked_on, set_form_field(signed_project(worked_on), "budget", "99"))
    editing.apply(worked_on, unlocked.inverse())  # as `undo` refuses to
    return worked_on.check()


def signed_project(workspace: FileWorkspace) -> Project:
    with workspace.read() as reader:
        return next(reader.tables()).project


def test_the_form_of_the_digest_is_frozen() -> None:
    row = {
        "project_id": "p",
        "verb": "set",
        "kind": "project",
        "id": "p",
        "field": "name",
        "old": '"甲"',
        "new": '"乙"',
    }
    head = Head(1, "2025-03-01T09:30:00+08:00", "王会计", "修改项目名称")
    assert digest(BEGINNING, head, [row]) == "e6fd52caf9f802786a29333eed8ec317866eab9c2c4efa9ecc4dfd03afff8c63"
