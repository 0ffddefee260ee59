"""The 校验码 that a PDF of ours names among its keywords, one for each table in it.

Read from the bytes, with no PDF library: we write the document's properties plainly, and a file whose properties
another program has packed or rewritten is no longer the file that was sent.
"""

import re
from pathlib import Path
from typing import Final

from core.domain.errors import KnownError
from core.importing.files import read_bytes

_KEYWORDS: Final = re.compile(rb"/Keywords\s*\(([^()]*)\)")
_CODE: Final = re.compile(rb"[0-9A-F]{4}(?:-[0-9A-F]{4}){3}")


def read_codes(path: Path) -> tuple[str, ...]:
    """The codes of the tables in a PDF, in its order, each once.

    Raises:
        KnownError: It cannot be read, is no PDF, or names no code.
    """
    data = read_bytes(path)
    if not data.lstrip().startswith(b"%PDF-"):
        raise KnownError(f"“{path.name}”不是 PDF 文件，或已损坏。")
    codes = [code.decode() for keywords in _KEYWORDS.findall(data) for code in _CODE.findall(keywords)]
    if not codes:
        raise KnownError(f"“{path.name}”里没有校验码，不是本程序导出的 PDF 文件；请改用印在表上的校验码核对。")
    return tuple(dict.fromkeys(codes))
