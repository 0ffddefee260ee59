"""A file that is exported is whole, or it is as it was before."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.errors import KnownError, UsageError
from core.ports import Workspace
from core.services.exporting import EXPORTERS, export, replacing
from core.services.sample import add_sample
from db.store import FileStore


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """The fourteen tables."""
    opened = FileStore().create(tmp_path / "工作区.jxdb")
    add_sample(opened)
    yield opened
    opened.close()


@pytest.mark.parametrize("suffix", EXPORTERS)
def test_the_same_tables_twice_are_the_same_bytes(workspace: Workspace, tmp_path: Path, suffix: str) -> None:
    first, second = tmp_path / f"甲{suffix}", tmp_path / f"乙{suffix}"

    assert export(workspace, first).table_count == 14
    export(workspace, second)

    assert first.stat().st_size > 1000
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("suffix", [suffix for suffix in EXPORTERS if suffix != ".json"])
def test_progress_is_told_and_cancelling_leaves_the_old_file(workspace: Workspace, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"表{suffix}"
    out.write_text("旧", encoding="utf-8")
    before = sorted(tmp_path.iterdir())

    class Stop(Exception):  # noqa: N818 - as Cancelled, it is no error
        pass

    def stop(done: int, total: int) -> None:
        assert 0 <= done <= total
        raise Stop

    with pytest.raises(Stop):
        export(workspace, out, progress=stop)

    assert out.read_text(encoding="utf-8") == "旧"
    assert sorted(tmp_path.iterdir()) == before


def test_an_existing_file_is_replaced_only_when_the_new_one_is_complete(tmp_path: Path) -> None:
    out = tmp_path / "表.json"
    out.write_bytes(b"old")

    with replacing(out) as file:
        file.write(b"new")
        assert out.read_bytes() == b"old"

    assert out.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_who_may_read_a_file_stays_when_it_is_replaced(tmp_path: Path) -> None:
    out = tmp_path / "表.json"
    out.write_bytes(b"old")
    out.chmod(0o600)

    with replacing(out) as file:
        file.write(b"new")

    assert out.stat().st_mode & 0o777 == 0o600


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_bytes(b"old")
    link.symlink_to(real)

    with replacing(link) as file:
        file.write(b"new")

    assert link.is_symlink()
    assert real.read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="modes of files are the other systems'")
def test_a_new_file_is_readable_as_the_user_wants_new_files_to_be(tmp_path: Path) -> None:
    plain, out = tmp_path / "plain", tmp_path / "表.json"
    plain.touch()

    with replacing(out) as file:
        file.write(b"new")

    assert out.stat().st_mode == plain.stat().st_mode


def test_a_disk_that_fills_up_is_said_in_plain_words(tmp_path: Path) -> None:
    out = tmp_path / "表.json"
    out.write_bytes(b"old")

    with pytest.raises(KnownError, match="磁盘已满"), replacing(out):
        raise OSError(errno.ENOSPC, "No space left on device")

    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


def test_places_that_cannot_be_written_are_named(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "夹.json").mkdir()

    for out in (tmp_path / "没有" / "表.json", tmp_path / "夹.json", tmp_path / f"{'长' * 300}.json"):
        with pytest.raises(KnownError) as refusal:
            export(workspace, out)
        assert "。" in refusal.value.sentence


@pytest.mark.parametrize("name", ["表", "表.zip", ".json", "表.xls", "表.pdf.bak"])
def test_an_unknown_format_is_wrong_usage(workspace: Workspace, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        export(workspace, tmp_path / name)

    assert not (tmp_path / name).exists()
