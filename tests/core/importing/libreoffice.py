"""LibreOffice as a clerk at the next desk: it opens a file, does what a Basic macro says, and saves it."""

import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tests.core.exporting.tables import docx_bytes, xlsx_bytes
from tests.reference import reference_tables

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">{}
</script:module>
"""
_FRAME = """
Sub Main
  On Error GoTo Failed
  Work
  Tell "done"
  StarDesktop.terminate()
  Exit Sub
Failed:
  Tell "line " & Erl & ": " & Error$
  StarDesktop.terminate()
End Sub

Sub Tell(what)
  Dim channel
  channel = FreeFile
  Open "{outcome}" For Output As #channel
  Print #channel, what
  Close #channel
End Sub

Function Opened(name)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  Opened = StarDesktop.loadComponentFromURL("{folder}/" & name, "_blank", 0, hidden())
End Function

Sub Save(document, name, filter, Optional password)
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = "FilterName"
  how(0).Value = filter
  If Not IsMissing(password) Then
    Dim secret(1) As New com.sun.star.beans.NamedValue
    secret(0).Name = "CryptoType"
    secret(0).Value = "Standard"
    secret(1).Name = "OOXPassword"
    secret(1).Value = password
    how(1).Name = "EncryptionData"
    how(1).Value = secret()
  End If
  document.storeToURL("{folder}/" & name, how())
End Sub

Sub Work
{work}
End Sub
"""


def run_basic(folder: Path, work: str) -> None:
    """Run statements of Basic in a LibreOffice with a profile of its own.

    Args:
        folder: Where the macro's ``Opened(name)`` and ``Save document, name, filter`` look.
        work: Body of a Sub.
    """
    assert SOFFICE is not None
    profile, outcome = folder / "profile", folder / "outcome.txt"
    program = _FRAME.format(outcome=outcome, folder=folder.as_uri(), work=work)
    office = [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    subprocess.run(
        [*office, "--terminate_after_init"], check=True, capture_output=True, timeout=180
    )  # makes the profile
    (profile / "user/basic/Standard/Module1.xba").write_text(_MODULE.format(escape(program)), encoding="utf-8")
    subprocess.run([*office, "macro:///Standard.Module1.Main"], check=True, capture_output=True, timeout=180)
    said = outcome.read_text(encoding="utf-8").strip()
    assert said == "done", said


PROTECTED = ("locked.xlsx", "locked.docx")
MISNAMED = ("old-excel-from-office.xlsx", "old-word-from-office.docx", "open-document.xlsx", "open-document.docx")
SOUND = ("from-office.xlsx", "from-office.docx")
_SAVES = """
  Dim document
  document = Opened("in.xlsx")
  Save document, "from-office.xlsx", "Calc MS Excel 2007 XML"
  Save document, "locked.xlsx", "Calc MS Excel 2007 XML", "机密"
  Save document, "old-excel-from-office.xlsx", "MS Excel 97"
  Save document, "open-document.xlsx", "calc8"
  document.close(True)
  document = Opened("in.docx")
  Save document, "from-office.docx", "MS Word 2007 XML"
  Save document, "locked.docx", "MS Word 2007 XML", "机密"
  Save document, "old-word-from-office.docx", "MS Word 97"
  Save document, "open-document.docx", "writer8"
"""


def made_by_libreoffice(folder: Path) -> list[Path]:
    """Files that a LibreOffice has saved: sound ones, ones with a password, and ones with the wrong suffix."""
    (folder / "in.xlsx").write_bytes(xlsx_bytes(reference_tables()[:3]))
    (folder / "in.docx").write_bytes(docx_bytes(reference_tables()[:3]))
    run_basic(folder, _SAVES)
    return [folder / name for name in (*SOUND, *PROTECTED, *MISNAMED)]
