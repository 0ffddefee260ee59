"""What LibreOffice opens and saves comes back without a change, as .xlsx and by way of .ods; what it locks is told."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.amounts import parse_amount
from core.domain.errors import KnownError
from core.domain.records import Indicator, TargetTable
from core.importing.proposal import ProposedTable
from core.importing.reading import propose
from core.services.comparing import content_of, content_of_copy, differences
from tests.core.exporting.tables import with_project, with_row, xlsx_bytes
from tests.core.importing.libreoffice import PROTECTED, SOFFICE, SOUND, made_by_libreoffice, needs_libreoffice
from tests.reference import published_tables, reference_tables

pytestmark = needs_libreoffice

_FIRST = reference_tables()[0]
_MANY = tuple(
    Indicator(f"r{i}", "p1", i, "产出指标" if i < 300 else "效益指标", "数量指标", f"指标{i}", f"说明{i}", f"≥{i}%")
    for i in range(500)
)
TORTURE = (
    with_row(description="\n".join(f"第{i}句说明。" for i in range(400))),
    with_row(name="=SUM(A1)", description="0012", value="1-2"),
    with_row(name="+86", description="@x", value="2025/12/31"),
    with_row(name="'引号", description='"双引号"，\n第二行\n\n第四行', value="1E5"),
    with_row(name="\U00020000\U0002a6df\U00030000", description="a  b\tc", value="<&>"),
    with_row(name="http://a.b/c", description="TRUE", value="95%"),
    with_project(purpose="", target="", budget=None, other_funds=parse_amount("0.000001")),
    with_project(name="很长的项目名称" * 12, target="字" * 5000),
    with_project(budget=parse_amount("123456789012345678.123456"), fiscal_funds="约一百万"),
    replace(_FIRST, indicators=_MANY),
    replace(_FIRST, indicators=()),
    replace(_FIRST, indicators=(Indicator("r", "p1", 1), Indicator("s", "p1", 2, "", "", "仅名称", "", ""))),
)
TABLES = tuple(
    replace(table, number=number)
    for number, table in enumerate((*reference_tables(), *published_tables()[7:10], *TORTURE), 1)
)


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The workbook, saved anew by LibreOffice in two ways."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "表.xlsx").write_bytes(xlsx_bytes(TABLES))

    def convert(source: str, suffix: str, into: str) -> Path:
        assert SOFFICE is not None
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [SOFFICE, profile, "--headless", "--convert-to", suffix, "--outdir", into, source]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
        return folder / into / f"表.{suffix}"

    direct = convert("表.xlsx", "xlsx", "一")
    return {"xlsx": direct, "ods": convert(str(convert("表.xlsx", "ods", "二")), "xlsx", "三")}


@pytest.mark.parametrize("way", ["xlsx", "ods"])
def test_nothing_has_changed(copies: dict[str, Path], way: str) -> None:
    proposal = propose(copies[way])
    assert len(proposal.tables) == len(TABLES)
    tables = TABLES if way == "xlsx" else tuple(map(_without_tabs, TABLES))
    changes = [_changes(table, copy) for table, copy in zip(tables, proposal.tables, strict=True)]
    assert [(table.number, found) for table, found in zip(TABLES, changes, strict=True) if found] == []
    assert [copy.identity.number for copy in proposal.tables if copy.identity] == [table.number for table in TABLES]


def _without_tabs(table: TargetTable) -> TargetTable:
    """As LibreOffice's own format keeps it: the cells of an .ods have no tabs."""
    rows = (replace(row, description=row.description.replace("\t", "")) for row in table.indicators)
    return replace(table, indicators=tuple(rows))


def _changes(table: TargetTable, copy: ProposedTable) -> list[str]:
    return list(differences(content_of(table).trimmed(), content_of_copy(copy).trimmed(), "文件"))


def test_what_it_protects_or_what_bears_the_wrong_suffix_is_told(tmp_path: Path) -> None:
    for file in made_by_libreoffice(tmp_path):
        if file.name in SOUND:
            assert len(propose(file).tables) == 3
        else:
            word = "设有打开密码" if file.name in PROTECTED else "旧版|不是"
            with pytest.raises(KnownError, match=word):
                propose(file)
