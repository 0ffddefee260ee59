"""LibreOffice as a baseline: it converts Word files of ours, with the vendored fonts installed.

A baseline without fonts would flatter us: a missing 宋体 makes LibreOffice three to seventeen times slower. So it
gets a font configuration of its own that has our faces, and files that name them.
"""

import os
import shutil
import subprocess
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Final

from core.catalogue.glyphs import face_path

SOFFICE: Final = shutil.which("soffice") or shutil.which("libreoffice")
_FACES: Final = {"宋体": "Noto Serif SC", "黑体": "Noto Sans SC"}
_FONTS: Final = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


class Office:
    """LibreOffice with a warm profile and our fonts, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        config = folder / "fonts.conf"
        config.write_text(_FONTS.format(fonts=face_path("song").parent, cache=folder / "cache"), encoding="utf-8")
        self._environment = {**os.environ, "FONTCONFIG_FILE": str(config)}

    def seconds(self, docx: bytes, name: str) -> float:
        """How long it takes to make a PDF of a Word file, its own start included."""
        file = self._folder / f"{name}.docx"
        file.write_bytes(_with_installed_faces(docx))
        profile = (self._folder / "profile").as_uri()
        command = [
            str(SOFFICE),
            f"-env:UserInstallation={profile}",
            *("--headless", "--convert-to", "pdf", "--outdir", self._folder, file),
        ]
        start = time.perf_counter()
        subprocess.run(command, env=self._environment, check=True, stdout=subprocess.DEVNULL)
        took = time.perf_counter() - start
        self._check(name)
        return took

    def _check(self, name: str) -> None:
        fonts = subprocess.run(
            ["pdffonts", self._folder / f"{name}.pdf"], check=True, capture_output=True, encoding="utf-8"
        ).stdout
        assert "NotoSerifSC" in fonts, f"LibreOffice did not use the fonts:\n{fonts}"


def _with_installed_faces(docx: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(docx)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".xml"):
                for chinese, latin in _FACES.items():
                    content = content.replace(chinese.encode(), latin.encode())
            new.writestr(name, content)
    return out.getvalue()


def whole_process(arguments: list[str]) -> float:
    """How long the program takes for a command, its own start included; compiled files are kept, as a clerk's are."""
    program = Path(__file__).parents[2] / "main.py"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run([sys.executable, program, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start
