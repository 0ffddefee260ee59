"""Two windows on one workspace: the second may look, and is told who works; a lock that a crash left claims nothing."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from core.domain.errors import KnownError
from core.services import editing, intents
from core.services.editing import user_name
from db import claim as claim_module
from db.claim import Claim, claim, lock_file
from db.store import FileStore
from db.workspace import FileWorkspace
from tests.reference import reference_tables


@pytest.fixture
def path(published: FileWorkspace) -> Path:
    published.close()
    return published.path


@pytest.fixture
def store() -> FileStore:
    """As a window has it."""
    return FileStore(claiming=True)


@contextmanager
def another_window(path: Path) -> Iterator[subprocess.Popen[str]]:
    program = (
        "import sys; from pathlib import Path; from db.store import FileStore\n"
        "workspace = FileStore(claiming=True).open(Path(sys.argv[1])); print(workspace.read_only, flush=True)\n"
        "sys.stdin.read(); workspace.close()"
    )
    command = [sys.executable, "-c", program, str(path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "False\n"
        yield other


def test_the_second_window_may_read_and_is_told_who_works(path: Path, store: FileStore) -> None:
    with another_window(path) as other, closing(store.open(path)) as second:
        assert second.read_only
        assert second.holder is not None
        assert second.holder.pid == other.pid
        assert second.holder.user == user_name()
        with second.read() as reader:
            assert list(reader.tables()) == list(reference_tables())
        with pytest.raises(
            KnownError, match=rf"正由 {user_name()}（电脑 .*，\d+月\d+日 \d\d:\d\d 起）编辑，这里只能查看"
        ):
            editing.apply(second, intents.add_year(2030, "2015"))
        assert second.auto_backup("导入前") is None
        second.rest()


def test_what_is_written_meanwhile_is_seen(path: Path, store: FileStore) -> None:
    with another_window(path), closing(store.open(path)) as second:
        with closing(FileStore().open(path)) as first:
            editing.apply(first, intents.add_year(2030, "2015"))
        with second.read() as reader:
            assert [line.year.year for line in reader.outline()] == [2030, 2025]


def test_when_the_first_is_closed_the_next_may_write(path: Path, store: FileStore) -> None:
    store.open(path).close()
    assert [left.name for left in path.parent.iterdir()] == [path.name]
    with closing(store.open(path)) as next_window:
        assert not next_window.read_only


def test_a_killed_window_claims_nothing(path: Path, store: FileStore) -> None:
    with another_window(path) as other:
        other.kill()
        other.wait()
        assert lock_file(path).exists()
        with closing(store.open(path)) as next_window:
            assert not next_window.read_only
            assert next_window.was_interrupted
    assert not lock_file(path).exists()
    with closing(store.open(path)) as next_window:
        assert not next_window.was_interrupted


def test_a_file_left_by_another_computer_claims_nothing(path: Path, store: FileStore) -> None:
    lock_file(path).write_text('{"user": "李会计", "host": "PC-2", "pid": 1, "since": "2025-03-01T09:30:00+08:00"}')
    with closing(store.open(path)) as opened:
        assert opened.holder is None


def test_a_holder_whose_name_cannot_be_read_is_a_holder_still(path: Path, store: FileStore) -> None:
    with another_window(path):
        lock_file(path).write_text("half a na")
        with closing(store.open(path)) as second:
            assert second.holder is not None
            assert second.holder.user == "?"


def test_a_window_of_the_same_number_on_another_computer_is_another(path: Path, store: FileStore) -> None:
    with another_window(path):
        elsewhere = {"user": user_name(), "host": "PC-2", "pid": os.getpid(), "since": "2025-03-01T09:30:00+08:00"}
        lock_file(path).write_text(json.dumps(elsewhere))
        with closing(store.open(path)) as second:
            assert second.read_only
            assert second.holder is not None
            assert second.holder.host == "PC-2"


def test_two_windows_of_one_process_both_write(path: Path, store: FileStore) -> None:
    with closing(store.open(path)) as first, closing(store.open(path)) as second:
        editing.apply(first, intents.add_year(2030, "2015"))
        editing.apply(second, intents.add_year(2031, "2015"))


def test_letting_go_twice_at_the_same_moment_makes_no_two_holders(path: Path) -> None:
    """The file is deleted between our opening and our locking it: the lock on what is gone must not count."""
    first = claim(path)
    assert isinstance(first, Claim)
    real, seen = claim_module._lock, []

    def lock_after_the_other_let_go(handle: int) -> None:
        if not seen:
            seen.append(handle)
            first.release()
        real(handle)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(claim_module, "_lock", lock_after_the_other_let_go)
        second = claim(path)
    assert isinstance(second, Claim)
    assert not isinstance(claim(path), Claim)
    second.release()


def test_a_share_without_locks_is_refused(path: Path, store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(_handle: int) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(claim_module, "_lock", no_locks)
    with pytest.raises(KnownError, match=r"“绩效 目标\.jxdb”所在的网络文件夹不支持文件锁定.*请把它复制到本机再打开"):
        store.open(path)


def test_a_command_works_beside_a_window(path: Path, store: FileStore) -> None:
    with closing(store.open(path)) as window, closing(FileStore().open(path)) as command:
        assert not command.read_only
        editing.apply(command, intents.add_year(2030, "2015"))
        editing.apply(window, intents.add_year(2031, "2015"))


def test_a_workspace_that_cannot_be_opened_is_not_claimed(path: Path, store: FileStore) -> None:
    path.write_bytes(path.read_bytes()[:9000] + b"\xa5" * 200_000)
    with pytest.raises(KnownError):
        store.open(path)
    assert not lock_file(path).exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_lock_file_is_for_the_user_only(path: Path, store: FileStore) -> None:
    with closing(store.open(path)):
        assert lock_file(path).stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="where folders, not files, say who may")
@pytest.mark.parametrize("mode", [0o600, 0o660, 0o666])
def test_who_may_write_the_workspace_may_lock_it(path: Path, mode: int) -> None:
    """Else a colleague who shares it would be kept out for ever by what a crash of mine left there."""
    path.chmod(mode)
    claimed = claim(path)
    assert isinstance(claimed, Claim)
    assert lock_file(path).stat().st_mode & 0o777 == mode
    claimed.release()
