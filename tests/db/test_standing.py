"""Another program lays hands on the files of an open workspace: nothing is written where it would be lost."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from core.domain.errors import KnownError
from core.services import editing, intents
from db.store import FileStore
from db.workspace import FileWorkspace

MOVED = r"“绩效 目标\.jxdb”已被移走或替换"


def type_purpose(workspace: FileWorkspace, text: str) -> None:
    with workspace.read() as reader:
        project = next(reader.tables()).project
    editing.apply(workspace, intents.set_form_field(project, "purpose", text))


def purpose_in(path: Path) -> str:
    with closing(FileStore().open(path)) as workspace, workspace.read() as reader:
        return next(reader.tables()).project.purpose


def kept_beside(workspace: FileWorkspace) -> Path:
    (kept,) = workspace.path.parent.glob("* 被替换前 *.jxdb")
    return kept


@pytest.fixture
def old_copy(published: FileWorkspace, tmp_path: Path) -> Path:
    """As a sync program has it from this morning."""
    published.rest()
    return Path(shutil.copyfile(published.path, tmp_path / "早上的.jxdb"))


def test_a_sync_program_puts_an_old_copy_back(published: FileWorkspace, old_copy: Path) -> None:
    type_purpose(published, "上午写的")
    old_copy.replace(published.path)
    for _again in range(2):
        with pytest.raises(KnownError, match=MOVED + ".*另存为“绩效 目标 被替换前"):
            type_purpose(published, "下午写的")
    published.close()
    assert purpose_in(kept_beside(published)) == "上午写的"
    assert purpose_in(published.path) not in ("上午写的", "下午写的")
    with closing(FileStore().open(published.path)) as workspace:
        assert workspace.check() == ()


def test_what_was_typed_before_is_kept_if_the_window_is_just_closed(published: FileWorkspace, old_copy: Path) -> None:
    type_purpose(published, "上午写的")
    old_copy.replace(published.path)
    with pytest.raises(KnownError, match=MOVED):
        published.close()
    assert purpose_in(kept_beside(published)) == "上午写的"


def test_a_file_that_was_renamed_takes_no_more_edits_until_it_is_back(published: FileWorkspace) -> None:
    type_purpose(published, "上午写的")
    elsewhere = published.path.rename(published.path.with_name("改了名.jxdb"))
    with pytest.raises(KnownError, match=MOVED):
        type_purpose(published, "下午写的")
    assert purpose_in(elsewhere) == "上午写的"
    elsewhere.rename(published.path)
    type_purpose(published, "晚上写的")
    published.close()
    assert purpose_in(published.path) == "晚上写的"


def test_what_was_typed_after_the_file_came_back_is_kept_too(published: FileWorkspace, old_copy: Path) -> None:
    elsewhere = published.path.with_name("改了名.jxdb")
    published.path.rename(elsewhere)
    with pytest.raises(KnownError, match=MOVED):
        type_purpose(published, "没有写进去")
    elsewhere.rename(published.path)
    type_purpose(published, "回来以后写的")
    old_copy.replace(published.path)
    with pytest.raises(KnownError, match=MOVED):
        type_purpose(published, "下午写的")
    published.close()
    kept = published.path.parent.glob("* 被替换前 *.jxdb")
    assert purpose_in(max(kept, key=lambda path: path.stat().st_mtime_ns)) == "回来以后写的"


def test_a_file_that_was_deleted_is_kept(published: FileWorkspace) -> None:
    type_purpose(published, "上午写的")
    published.path.unlink()
    with pytest.raises(KnownError, match=MOVED):
        type_purpose(published, "下午写的")
    published.close()
    assert purpose_in(kept_beside(published)) == "上午写的"


@pytest.mark.parametrize("suffixes", [["-wal"], ["-shm"], ["-wal", "-shm"]], ids=" and ".join)
def test_a_log_that_was_taken_away_costs_nothing(published: FileWorkspace, suffixes: list[str]) -> None:
    type_purpose(published, "日志里的")
    for suffix in suffixes:
        Path(f"{published.path}{suffix}").unlink()
    type_purpose(published, "之后的")
    with closing(FileStore().open(published.path)) as other, other.read() as reader:
        texts = [edit.new for entry in reader.history(limit=2) for edit in entry.edits]
    assert texts == ["之后的", "日志里的"]
    assert published.check() == ()
    published.close()
    assert purpose_in(published.path) == "之后的"


def test_a_log_that_was_put_back_takes_no_edits(published: FileWorkspace, tmp_path: Path) -> None:
    log = Path(f"{published.path}-wal")
    old_log = Path(shutil.copyfile(log, tmp_path / "旧日志"))
    type_purpose(published, "上午写的")
    old_log.replace(log)
    with pytest.raises(KnownError, match=MOVED):
        type_purpose(published, "下午写的")
    published.close()
    assert purpose_in(published.path) == "上午写的"
    assert purpose_in(kept_beside(published)) == "上午写的"
