"""backup, restore, check, self-test."""

import os
from functools import partial
from pathlib import Path

from tests.core.cli.conftest import Program
from tests.mounts import fill, small_disk
from tests.reference import DOCX_FILE


def test_a_backup_restored_elsewhere_is_the_same_workspace(sample: Program, workspace: Path, tmp_path: Path) -> None:
    backup, elsewhere = tmp_path / "备 份.jxdb", tmp_path / "新 工作区.jxdb"

    assert sample("backup", backup).code == 0
    assert sample("--workspace", elsewhere, "restore", backup).code == 0

    assert sample("--workspace", elsewhere, "list", "--json").out == sample("list", "--json").out
    assert workspace.exists()


def test_restoring_brings_back_what_was_and_keeps_what_is(sample: Program, workspace: Path, tmp_path: Path) -> None:
    backup = tmp_path / "备份.jxdb"
    before = sample("list", "--json").out
    sample("backup", backup)
    sample("import", DOCX_FILE, "--year", "2026")
    after = sample("list", "--json").out

    said = sample("restore", backup).out

    assert sample("list", "--json").out == before
    kept = [path for path in workspace.parent.glob("*.jxdb") if path != workspace]
    assert [f"另存在“{path.name}”" in said for path in kept] == [True]
    assert [sample("--workspace", path, "list", "--json").out for path in kept] == [after]


def test_a_file_that_is_no_backup_changes_nothing(sample: Program, workspace: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "别的.jxdb"
    wrong.write_bytes(b"SQLite format 3\x00 or not")
    before = workspace.read_bytes()

    for file in (wrong, tmp_path / "没有.jxdb", tmp_path):
        outcome = sample("restore", file)
        assert outcome.code == 3
        assert file.name in outcome.sentence
    assert workspace.read_bytes() == before


def test_a_backup_that_cannot_be_written_could_not(sample: Program, workspace: Path, tmp_path: Path) -> None:
    for out in (tmp_path / "没有" / "a.jxdb", workspace, tmp_path):
        assert sample("backup", out).code == 3


def test_a_sound_workspace_checks_out(sample: Program) -> None:
    outcome = sample("check")

    assert outcome.code == 0
    assert "没有发现问题" in outcome.out


def test_a_damaged_workspace_is_found_out(sample: Program, workspace: Path) -> None:
    pages = bytearray(workspace.read_bytes())
    pages[8192:40960] = bytes(range(256)) * 128
    workspace.write_bytes(pages)

    outcome = sample("check")

    assert outcome.code in (1, 3)
    assert outcome.out or outcome.err


def test_the_self_test_does_the_whole_job(program: Program, workspace: Path) -> None:
    outcome = program("self-test")

    assert outcome.err == ""
    assert outcome.code == 0
    assert "自检通过" in outcome.out
    assert not workspace.exists()


def test_on_a_disk_that_fills_up_what_is_reported_is_what_was_done(program: Program, tmp_path: Path) -> None:
    """Wherever the room ends: done is done, though the last steps stay in the log; could not is nothing changed."""
    untidy = 0
    for room in range(400, 641, 40):  # KiB, around what an import needs
        with small_disk(tmp_path / f"小盘 {room}") as disk:
            on_disk = partial(program, "--workspace", disk / "a.jxdb")
            on_disk("sample")
            filler = fill(disk)
            os.truncate(filler, filler.stat().st_size - room * 1024)
            imported = on_disk("import", DOCX_FILE, "--year", "2026")
            listed = on_disk("list", "--json")
            filler.unlink()
            assert len(listed.json) == {0: 28, 3: 14}[imported.code]
            untidy += imported.code == 0 and "“a.jxdb-wal”" in imported.err
            assert on_disk("check").code == 0
            assert not (disk / "a.jxdb-wal").exists()
            assert len(on_disk("list", "--json").json) == len(listed.json)
    assert untidy
