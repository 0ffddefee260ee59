"""Files that are not what they should be: one plain sentence each, quickly, never a traceback."""

import contextlib
import io
import random
import zipfile
from pathlib import Path

import pytest

from core.domain.errors import KnownError
from core.importing.reading import propose
from tests.core.exporting.tables import xlsx_bytes
from tests.core.importing.word_files import W, paragraph, table, whole_table, word_file
from tests.core.importing.workbooks import OFFICE, PACKAGE, PARTS, archive_of, raw_workbook, workbook_with
from tests.reference import DOCX_FILE, TXT_FILE, reference_tables

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


REMOTE = (
    f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" TargetMode="External" Type="{OFFICE}/worksheet" '
    'Target="http://example.invalid/sheet1.xml"/></Relationships>'
)
OVERLAPPING = (
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="900"><c r="A900"><v>1</v></c></row></sheetData><mergeCells>'
    + "".join(f'<mergeCell ref="A{top}:XFD1048576"/>' for top in range(1, 800))
    + "</mergeCells>"
)
XLSX = xlsx_bytes(reference_tables()[:3])
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
    "long-cell.docx": word_file(whole_table("长" * 1_000_000)),
    "long-cell.txt": f"\t项目名称\n\t{'长' * 1_000_000}\n".encode(),
    "endless-lines.txt": b"\tx\n" * 1_000_000,
    "endless-columns.csv": b"x," * 1_000_000,
    "encrypted.xls": COMPOUND + "EncryptedPackage".encode("utf-16-le"),
    "encrypted.doc": COMPOUND + "EncryptedPackage".encode("utf-16-le"),
    "entities.docx": word_file(paragraph("&b;"), declaration=DTD),
    "no-table.docx": word_file(paragraph("通知")),
    "other-table.docx": word_file(table([("序号", "部门"), ("1", "某局")])),
    "no-table.txt": "通知\n各单位：\n".encode(),
    "lone-surrogate.txt": b"\xff\xfe\x00\xd8\x41\x00",
    "empty.xlsx": b"",
    "noise.xlsx": random.Random(3).randbytes(20_000),
    "text.xlsx": TXT_FILE.read_bytes(),
    "web-page.xlsx": b"<html><table><tr><td>1</td></tr></table></html>",
    "old-excel.xlsx": COMPOUND,
    "encrypted.xlsx": COMPOUND + "EncryptedPackage".encode("utf-16-le"),
    "cut.xlsx": XLSX[:3000],
    "cut-end.xlsx": XLSX[:-30],
    "flipped.xlsx": _flipped(XLSX),
    "word.xlsx": DOCX,
    "excel.docx": XLSX,
    "other-archive.xlsx": _zip({"readme.txt": b"hello"}),
    "no-workbook.xlsx": _zip({"[Content_Types].xml": b"<Types/>"}),
    "no-sheets.xlsx": archive_of({**PARTS, "xl/workbook.xml": "<workbook/>"}),
    "no-sheet-part.xlsx": archive_of(PARTS),
    "broken-xml.xlsx": raw_workbook("<row><c>"),
    "no-table.xlsx": workbook_with([("通知",), ("各单位",)]),
    "blank.xlsx": workbook_with([]),
    "missing-string.xlsx": raw_workbook('<row><c t="s"><v>7</v></c></row></sheetData>'),
    "long-cell.xlsx": raw_workbook(f'<row><c t="inlineStr"><is><t>{"a" * 1_000_000}</t></is></c></row></sheetData>'),
    "entities.xlsx": archive_of({**PARTS, "xl/worksheets/sheet1.xml": DTD + "<worksheet>&b;</worksheet>"}),
    "external.xlsx": archive_of(
        {**PARTS, "xl/worksheets/sheet1.xml": '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]><w>&e;</w>'}
    ),
    "remote-part.xlsx": archive_of({**PARTS, "xl/_rels/workbook.xml.rels": REMOTE}),
    "path.xlsx": archive_of({**PARTS, "../../outside.xml": "<a/>", "/etc/outside": "x"}),
    "giant-tag.xlsx": raw_workbook(f'<row><c r="{"a" * 3_000_000}"/></row></sheetData>'),
    "overlapping.xlsx": raw_workbook(OVERLAPPING),
    "many-texts.xlsx": raw_workbook(
        '<row><c t="s"><v>0</v></c></row>' * 2000 + "</sheetData>",
        **{"xl/sharedStrings.xml": f"<sst><si><t>{'a' * 32_000}</t></si></sst>"},
    ),
    "gbk.xlsx": archive_of({**PARTS, "xl/workbook.xml": '<?xml version="1.0" encoding="gb2312"?><workbook/>'}),
    "no-encoding.xlsx": archive_of({**PARTS, "xl/workbook.xml": '<?xml version="1.0" encoding="none"?><workbook/>'}),
    "deep.xlsx": raw_workbook("<a>" * 200_000),
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
        ("encrypted.xls", "密码"),
        ("long-cell.docx", "第 1 个表格第 2 行有一个单元格超过 32767 个字"),
        ("old-word.docx", "另存为 .docx"),
        ("empty.docx", "是空文件，可能没有下载或复制完，请重新取一份"),
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
    path = tmp_path / "bomb.docx"
    path.write_bytes(word_file("<w:p/>" * 500_000))
    for limit in ("package.MAX_UNPACKED_BYTES", "docx_reader.MAX_NODES"):
        with monkeypatch.context() as patch:
            patch.setattr(f"core.importing.{limit}", 4_000)
            with pytest.raises(KnownError, match="太大"):
                propose(path)


def test_more_parts_tags_or_attributes_than_tables_need_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(XLSX)
    assert propose(path).tables
    for limit, most in (("MAX_PARTS", 3), ("MAX_MARKS", 500)):
        with monkeypatch.context() as patch:
            patch.setattr(f"core.importing.package.{limit}", most)
            with pytest.raises(KnownError, match=r"“表\.xlsx”的内容太大"):
                propose(path)
    path.write_bytes(
        raw_workbook("<row>" + '<c a="" b="" c="" d="" e="" f="" g=""/>' * 1_000_000 + "</row></sheetData>")
    )
    with pytest.raises(KnownError, match="太大"):
        propose(path)


@pytest.mark.parametrize(
    "content", [b"[" * 3_000_001, b"[" + b"0," * 3_000_000 + b"0]", b" " * 48 * 1024 * 1024 + b"[]"]
)
def test_a_record_file_with_more_than_ten_thousand_tables_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "表.json"
    path.write_bytes(content)
    with pytest.raises(KnownError, match=r"“表\.json”.*太大"):
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


def test_a_million_empty_formatted_rows_are_passed_over(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{r}" s="1"><c r="A{r}" s="1"/><c r="B{r}" s="1"/></row>' for r in range(20, 1_000_000))
    label = '<row r="1"><c t="inlineStr"><is><t>项目名称</t></is></c><c t="inlineStr"><is><t>某项目</t></is></c></row>'
    path = tmp_path / "表.xlsx"
    path.write_bytes(raw_workbook(f"{label}{rows}</sheetData>"))
    (found,) = propose(path).tables
    assert found.name == "某项目"


def _mutated(data: bytes, chance: random.Random) -> bytes:
    """An archive with a part spoiled, renamed or lost, or bytes changed in the file itself."""
    if chance.random() < 0.3:
        spoiled = bytearray(data)
        for _ in range(chance.randint(1, 30)):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        return bytes(spoiled[: chance.randint(1, len(spoiled))] if chance.random() < 0.3 else spoiled)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    content = bytearray(parts.pop(name))
    begin = chance.randrange(len(content))
    match chance.randrange(5):
        case 0:
            content[begin : begin + chance.randint(1, 200)] = b""
        case 1:
            content[begin:begin] = content[: chance.randint(1, 500)]
        case 2:
            content[begin : begin + 1] = chance.choice([b"<", b">", b"&", b'"', b"\0", b"\xff", b"<v>", b"-1"])
        case 3:
            name = chance.choice(["../" + name, name.upper(), "C:\\" + name])
        case _:
            return _zip(parts)
    return _zip({**parts, name: bytes(content)})


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_two_hundred_spoiled_files_are_read_or_refused(suffix: str, tmp_path: Path) -> None:
    whole = XLSX if suffix == ".xlsx" else word_file(whole_table())
    for seed in range(200):
        path = tmp_path / f"{seed}{suffix}"
        path.write_bytes(_mutated(whole, random.Random(seed)))
        with contextlib.suppress(KnownError):
            propose(path)
