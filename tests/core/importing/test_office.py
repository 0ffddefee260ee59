"""Older formats come in where there is a LibreOffice; where there is none, a sentence says how to save them anew."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core.domain.errors import Cancelled, KnownError
from core.importing.office import KINDS, TARGETS, find_office
from core.importing.reading import propose
from tests.core.exporting.tables import docx_bytes, xlsx_bytes
from tests.reference import reference_tables


@pytest.mark.parametrize("suffix", sorted(TARGETS))
def test_without_libreoffice_one_sentence_says_what_to_do(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PATH", "ProgramFiles", "ProgramFiles(x86)", "ProgramW6432"):
        monkeypatch.setenv(name, str(tmp_path))
    path = tmp_path / f"去年的表{suffix}"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    with pytest.raises(KnownError, match="另存为") as refusal:
        propose(path)
    assert refusal.value.sentence.count("。") == 1
    assert KINDS[suffix] in refusal.value.sentence


@pytest.mark.parametrize(("name", "write"), [("表.xls", xlsx_bytes), ("表.et", xlsx_bytes), ("表.doc", docx_bytes)])
def test_a_file_that_only_bears_an_old_suffix_needs_no_libreoffice(
    name: str, write: Callable[..., bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / name).write_bytes(write(reference_tables()[:1]))
    assert propose(tmp_path / name).tables[0].name == reference_tables()[0].project.name


@pytest.mark.skipif(sys.platform != "linux", reason="a script stands in for the program, and /proc tells of it")
def test_cancelling_ends_libreoffice_with_what_it_has_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = tmp_path / "pid"
    office = tmp_path / "soffice"
    office.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {started}\nwait\n")
    office.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    path = tmp_path / "去年的表.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))

    def cancel_once_it_runs() -> None:
        if started.exists() and started.read_text().strip():
            raise Cancelled

    with pytest.raises(Cancelled):
        propose(path, cancel_once_it_runs)
    number = int(started.read_text())
    deadline = time.monotonic() + 20
    while (alive := is_alive(number)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive


def is_alive(number: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked about does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_old_excel_and_word_files_come_in(tmp_path: Path) -> None:
    tables = reference_tables()[:2]
    (tmp_path / "表.xlsx").write_bytes(xlsx_bytes(tables))
    (tmp_path / "字.docx").write_bytes(docx_bytes(tables))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for source, suffix in (("表.xlsx", "xls"), ("字.docx", "doc")):
        command = [str(find_office()), profile, "--headless", "--convert-to", suffix, "--outdir", str(tmp_path)]
        subprocess.run([*command, str(tmp_path / source)], check=True, capture_output=True, timeout=120)
    for name in ("表.xls", "字.doc"):
        found = propose(tmp_path / name).tables
        assert [table.name for table in found] == [table.project.name for table in tables]
        assert [row.value for row in found[0].indicators] == [row.value for row in tables[0].indicators]
    assert {path.name for path in tmp_path.iterdir()} == {"表.xlsx", "字.docx", "表.xls", "字.doc", "profile"}
