"""What a hostile file may take: measured in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.importing.word_files import word_file
from tests.core.importing.workbooks import raw_workbook

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the peak is read where Linux tells it")

# Not ru_maxrss: that counts the tester's own peak, which the child had for a moment between fork and exec.
PROGRAM = """
import sys
from pathlib import Path
from core.domain.errors import KnownError
from core.importing.reading import propose
try:
    propose(Path(sys.argv[1]))
except KnownError:
    pass
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(int(status["VmHWM"].split()[0]) // 1024)
"""
ATTRIBUTES = '<w:p a="" b="" c="" d="" e="" f="" g="" h=""/>' * 300_000
ROWS = "".join(f'<row r="{r}">' + f"<c><v>{r}</v></c>" * 10 + "</row>" for r in range(1, 70_000))
FILES = {
    "attributes.docx": (lambda: word_file(ATTRIBUTES), 300),
    "cells.docx": (lambda: word_file("<w:tbl><w:tr>" + "<w:tc/>" * 1_000_000 + "</w:tr></w:tbl>"), 300),
    "filled.xlsx": (lambda: raw_workbook(ROWS + "</sheetData>"), 500),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_stays_within_its_memory(name: str, tmp_path: Path) -> None:
    made, megabytes = FILES[name]
    (tmp_path / name).write_bytes(made())
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / name)]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[3], capture_output=True, encoding="utf-8", check=True, timeout=60
    )
    assert int(done.stdout) < megabytes
