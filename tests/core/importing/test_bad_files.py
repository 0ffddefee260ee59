"""Files that are not what they should be: one plain sentence each, quickly, never a traceback."""

import io
import random
import zipfile
from pathlib import Path

import pytest

from core.domain.errors import KnownError
from core.importing.reading import propose
from tests.core.importing.word_files import W, paragraph, table, whole_table, word_file
from tests.reference import DOCX_FILE, TXT_FILE

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
DTD = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _flipped(data: bytes) -> bytes:
    """A few bytes of the body changed, as a bad disk does."""
    middle = len(data) // 2
    return data[:middle] + bytes(b ^ 0xFF for b in data[middle : middle + 40]) + data[middle + 40 :]


def _wrong_part_size() -> bytes:
    """An archive whose directory points past its end."""
    data = bytearray(word_file(whole_table()))
    directory = data.rfind(b"PK\x01\x02")
    data[directory + 42 : directory + 46] = b"\xff\xff\xff\x7f"
    return bytes(data)


DOCX = DOCX_FILE.read_bytes()
BAD_FILES: dict[str, bytes] = {
    "empty.docx": b"",
    "empty.txt": b"",
    "blank.txt": b" \r\n\t\n",
    "zeros.docx": bytes(5000),
    "zeros.txt": bytes(5000),
    "noise.docx": random.Random(1).randbytes(20_000),
    "noise.txt": random.Random(2).randbytes(20_000),
    "text.docx": TXT_FILE.read_bytes(),
    "word.txt": DOCX,
    "old-word.docx": COMPOUND,
    "encrypted.docx": COMPOUND + "EncryptedPackage".encode("utf-16-le"),
    "old-word.txt": COMPOUND,
    "cut.docx": DOCX[:3000],
    "cut-end.docx": DOCX[:-30],
    "flipped.docx": _flipped(word_file(whole_table())),
    "wrong-offset.docx": _wrong_part_size(),
    "only-signature.docx": b"PK\x03\x04",
    "other-archive.docx": _zip({"readme.txt": b"hello"}),
    "no-body-part.docx": _zip({"[Content_Types].xml": b"<Types/>"}),
    "broken-xml.docx": _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document"}),
    "no-body.docx": _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": f"<w:document {W}/>".encode()}),
    "other-root.docx": _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<worksheet/>"}),
    "entities.docx": word_file(paragraph("&b;"), declaration=DTD),
    "no-table.docx": word_file(paragraph("通知")),
    "other-table.docx": word_file(table([("序号", "部门"), ("1", "某局")])),
    "no-table.txt": "通知\n各单位：\n".encode(),
    "lone-surrogate.txt": b"\xff\xfe\x00\xd8\x41\x00",
    "table.doc": COMPOUND,
    "table.wps": COMPOUND,
    "table.xls": COMPOUND,
    "table.pdf": b"%PDF-1.7",
    "table": b"x",
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_with_one_sentence_that_names_it(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(BAD_FILES[name])
    with pytest.raises(KnownError) as refusal:
        propose(path)
    sentence = refusal.value.sentence
    assert f"“{name}”" in sentence
    assert sentence.endswith(("。", "）。"))
    assert sentence.count("。") == 1


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("encrypted.docx", "密码"),
        ("old-word.docx", "另存为 .docx"),
        ("table.doc", "另存为 .docx"),
        ("empty.docx", "空文件"),
        ("no-table.docx", "没有找到项目绩效目标表"),
        ("word.txt", "后缀"),
    ],
)
def test_the_sentence_says_what_to_do(name: str, word: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(BAD_FILES[name])
    with pytest.raises(KnownError, match=word):
        propose(path)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="找不到文件"):
        propose(tmp_path / "没有.docx")
    (tmp_path / "夹.docx").mkdir()
    with pytest.raises(KnownError, match="是文件夹"):
        propose(tmp_path / "夹.docx")


def test_a_part_that_unpacks_to_gigabytes_is_refused_before_it_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.importing.package.MAX_PART_BYTES", 1_000_000)
    path = tmp_path / "bomb.docx"
    path.write_bytes(word_file("<w:p/>" * 500_000))
    with pytest.raises(KnownError, match="太大"):
        propose(path)


def test_tables_nested_without_end_do_not_exhaust_the_stack(tmp_path: Path) -> None:
    path = tmp_path / "nested.docx"
    depth = 80
    nested = "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth
    path.write_bytes(word_file(nested))
    with pytest.raises(KnownError, match="没有找到"):
        propose(path)
    path.write_bytes(word_file("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000))
    with pytest.raises(KnownError):
        propose(path)


def test_the_suffix_may_be_in_capitals(tmp_path: Path) -> None:
    path = tmp_path / "表.DOCX"
    path.write_bytes(DOCX)
    assert len(propose(path).tables) == 14
