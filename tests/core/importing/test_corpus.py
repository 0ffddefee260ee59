"""The corpus of broken workbooks and Word files, read as the import assistant reads them."""

import contextlib
import random
from pathlib import Path

from core.domain.errors import KnownError
from core.services.import_assistant import read_files
from core.services.sample import add_sample
from db.store import FileStore
from tests.core.importing.test_bad_files import BAD_FILES, XLSX, _mutated
from tests.core.importing.word_files import whole_table, word_file

CORPUS = {name: data for name, data in BAD_FILES.items() if name.endswith((".xlsx", ".docx"))}
CORPUS |= {f"spoiled-{seed}.xlsx": _mutated(XLSX, random.Random(1000 + seed)) for seed in range(140)}
CORPUS |= {
    f"spoiled-{seed}.docx": _mutated(word_file(whole_table()), random.Random(2000 + seed)) for seed in range(140)
}


def test_none_of_more_than_300_broken_files_raises_or_changes_the_workspace(tmp_path: Path) -> None:
    assert len(CORPUS) >= 300
    workspace = FileStore().create(tmp_path / "工作区.jxdb")
    add_sample(workspace)
    with workspace.read() as reader:
        before = tuple(reader.tables()), reader.history()
    file = (tmp_path / "工作区.jxdb").read_bytes()
    for name, data in CORPUS.items():
        path = tmp_path / name
        path.write_bytes(data)
        with contextlib.suppress(KnownError):
            read_files(workspace, [path])
    with workspace.read() as reader:
        assert (tuple(reader.tables()), reader.history()) == before
    assert (tmp_path / "工作区.jxdb").read_bytes() == file
    workspace.close()
