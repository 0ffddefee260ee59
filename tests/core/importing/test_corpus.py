"""The corpus of foreign, broken and hostile workbooks and Word files, read as the import assistant reads them.

A limit of ten seconds a file is no measure of speed, which benchmarks take: whatever comes near it hangs.
"""

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.services.sample import add_sample
from db.store import FileStore
from tests.core.exporting.tables import docx_bytes, xlsx_bytes
from tests.core.importing.foreign_word_files import WORD_FILES
from tests.core.importing.foreign_workbooks import WORKBOOKS
from tests.core.importing.heavy_files import HEAVY_FILES
from tests.core.importing.libreoffice import SOFFICE, made_by_libreoffice
from tests.core.importing.test_bad_files import BAD_FILES, XLSX, _mutated
from tests.core.importing.word_files import whole_table, word_file
from tests.reference import reference_tables

SECONDS = 10.0
MEGABYTES = 500
PATIENCE = 300
SPOILED = 80
"""How often each of our own files is spoiled."""


def _corpus() -> Iterator[tuple[str, bytes]]:
    yield from ((name, data) for name, data in BAD_FILES.items() if name.endswith((".xlsx", ".docx")))
    ours = {
        "workbook.xlsx": XLSX,
        "body.docx": word_file(whole_table()),
        "export.docx": docx_bytes(reference_tables()[:2]),
    }
    for name, data in ours.items():
        for seed in range(SPOILED):
            yield f"spoiled-{seed}-{name}", _mutated(data, random.Random(f"{seed} {name}"))
    for name, make in (WORKBOOKS | WORD_FILES).items():
        data = make()
        yield name, data
        for seed in range(2):
            yield f"spoiled-{seed}-{name}", _mutated(data, random.Random(f"{seed} {name}"))
    yield from ((name, make()) for name, make in HEAVY_FILES.items())
    yield "renamed.xlsx", docx_bytes(reference_tables()[:1])
    yield "renamed.docx", xlsx_bytes(reference_tables()[:1])


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a process of its own tells of reading the corpus, and the workspace before and after it."""
    place = tmp_path_factory.mktemp("corpus")
    files = place / "files"
    files.mkdir()
    for name, data in _corpus():
        (files / name).write_bytes(data)
    if SOFFICE is not None:
        for file in made_by_libreoffice(tmp_path_factory.mktemp("office")):
            shutil.copy(file, files / file.name)
    workspace_file = place / "工作区.jxdb"
    workspace = FileStore().create(workspace_file)
    add_sample(workspace)
    workspace.close()
    before = workspace_file.read_bytes()
    command = [sys.executable, "-m", "tests.core.importing.corpus_program", str(workspace_file), str(files)]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[3], capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, f"after {done.stdout.splitlines()[-1:]}: {done.stderr}"
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**told, "is_unchanged": workspace_file.read_bytes() == before}


def test_more_than_300_files_are_read_or_refused(outcome: dict[str, Any]) -> None:
    assert len(outcome["seconds"]) >= 300
    assert set(WORKBOOKS | WORD_FILES) <= set(outcome["read"])


def test_none_of_them_hangs(outcome: dict[str, Any]) -> None:
    assert {name: taken for name, taken in outcome["seconds"].items() if taken > SECONDS} == {}


def test_none_of_them_changes_the_workspace(outcome: dict[str, Any]) -> None:
    assert outcome["is_unchanged"]


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read where Linux tells it")
def test_all_of_them_stay_within_the_memory(outcome: dict[str, Any]) -> None:
    assert 0 < outcome["megabytes"] < MEGABYTES
