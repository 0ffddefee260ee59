"""复制上年 on the published tables: years that move, years that stay, one change, a backup before."""

from decimal import Decimal
from pathlib import Path

import pytest

from core.domain.errors import Cancelled, KnownError
from core.domain.records import State, TargetTable
from core.domain.selection import Selection
from core.ports import Workspace
from core.services import editing, intents, reverting, rolling, states
from core.services.rolling import Amounts, Choice, Plan, Reading


def tables(workspace: Workspace, year: int) -> list[TargetTable]:
    with workspace.read() as reader:
        return list(reader.tables(Selection(year=year)))


def plan(workspace: Workspace, **selection: object) -> Plan:
    return rolling.plan(workspace, Selection(**selection or {"year": 2025}), 2026)  # type: ignore[arg-type]


def rolled(workspace: Workspace, wanted: Plan, **options: object) -> rolling.Rolled:
    return rolling.roll(workspace, wanted, Choice(wanted.proposed, **options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("2025年度履职保障项目", Reading.NEAR),
        ("完成2024年度评价报告", Reading.NEAR),
        ("2026年1月支付", Reading.NEAR),
        ("2025年12月31日前", Reading.NEAR),
        ("项目-2024一般债", Reading.BOND),
        ("一般债券利息-2025年债券利息", Reading.BOND),
        ("2025年度新增专项债券", Reading.BOND),
        ("2025年偿还，债务率下降", Reading.NEAR),
        ("财预〔2024〕101号", Reading.DOCUMENT),
        ("2024-2026年行动计划", Reading.SPAN),
        ("2018年建成", Reading.FAR),
    ],
)
def test_what_a_year_is_taken_for(text: str, reading: Reading) -> None:
    (match, *_) = rolling._YEAR.finditer(text)
    assert rolling.reading_of(text, match.start(), int(match.group()) - 2025) is reading


def test_both_ends_of_a_span_stay() -> None:
    text = "2024-2026年行动计划"
    assert [rolling.reading_of(text, m.start(), 0) for m in rolling._YEAR.finditer(text)] == [Reading.SPAN] * 2


@pytest.mark.parametrize("text", ["天津12345热线", "服务2025人次", "≥2025", "2025.50", "120251", "2025万元"])
def test_what_is_no_year(text: str) -> None:
    assert not list(rolling._YEAR.finditer(text))


def test_every_year_of_the_published_tables_is_listed(published: Workspace) -> None:
    mentions = [(m.label.split(".")[0], m.place, m.before, m.reading) for m in plan(published).mentions]
    assert mentions == [
        ("1", "项目名称", 2025, Reading.NEAR),
        ("2", "项目名称", 2025, Reading.NEAR),
        ("3", "项目名称", 2025, Reading.NEAR),
        ("4", "项目名称", 2025, Reading.NEAR),
        ("5", "项目名称", 2025, Reading.NEAR),
        ("5", "第 3 行 三级指标", 2025, Reading.NEAR),
        ("5", "第 3 行 绩效指标描述", 2025, Reading.NEAR),
        ("5", "第 3 行 绩效指标描述", 2024, Reading.NEAR),
        ("5", "第 3 行 指标值", 2025, Reading.NEAR),
        ("6", "项目名称", 2025, Reading.NEAR),
        ("8", "项目名称", 2025, Reading.BOND),
        ("11", "第 4 行 指标值", 2025, Reading.NEAR),
        ("12", "项目名称", 2024, Reading.BOND),
        ("13", "项目名称", 2024, Reading.BOND),
        ("14", "项目名称", 2025, Reading.BOND),
    ]


def test_a_mention_shows_what_it_was_and_what_it_becomes(published: Workspace) -> None:
    mention = plan(published).mentions[6]
    assert (mention.around(mention.before), mention.around(mention.after)) == (
        "需在2025年12月31日前完成20…",
        "需在2026年12月31日前完成20…",
    )


def test_a_year_is_copied_in_one_change_behind_a_backup(published: Workspace, tmp_path: Path) -> None:
    before = tables(published, 2025)
    done = rolled(published, plan(published))
    after = tables(published, 2026)
    assert (done.count, done.there_already) == (14, ())
    assert [table.project.name.replace("2026", "2025") for table in after] == [t.project.name for t in before]
    assert after[0].project.name == "2026年度等级保护测评等网络安全项目"
    assert after[11].project.name.endswith("2024一般债")
    assert after[4].indicators[2].description == "需在2026年12月31日前完成2025年度评价报告"
    assert [table.project.budget for table in after] == [table.project.budget for table in before]
    assert [table.number for table in after] == list(range(1, 15))
    assert tables(published, 2025) == before
    assert len(list(tmp_path.rglob("*复制上年前*.jxdb"))) == 1
    reverting.undo(published, done.applied.change)
    assert tables(published, 2026) == []


def test_the_clerk_decides_which_years_move(published: Workspace) -> None:
    wanted = plan(published, number=14)
    rolling.roll(published, wanted, Choice({mention.key for mention in wanted.mentions}))
    (table,) = tables(published, 2026)
    assert table.project.name.endswith("2026年债券利息")


def test_copies_are_drafts_whatever_was_copied(published: Workspace) -> None:
    editing.apply(published, states.finalise(tables(published, 2025)[:1]))
    rolled(published, plan(published, number=1))
    assert tables(published, 2026)[0].project.state is State.DRAFT


def test_amounts_can_be_emptied_or_replaced(published: Workspace) -> None:
    wanted = plan(published, number=1)
    first = wanted.tables[0].project.id
    done = rolled(published, wanted, amounts=Amounts.EMPTY)
    project = tables(published, 2026)[0].project
    assert (project.budget, project.fiscal_funds, project.other_funds) == (None, None, None)
    reverting.undo(published, done.applied.change)
    rolled(published, wanted, amounts=Amounts.REPLACE, budgets={first: Decimal("120.00")})
    project = tables(published, 2026)[0].project
    assert (project.budget, project.fiscal_funds, project.other_funds) == (Decimal("120.00"), Decimal("120.00"), None)


def test_what_the_target_year_has_already_is_left_out_and_named(published: Workspace) -> None:
    rolled(published, plan(published, unit_code="319101"))
    done = rolled(published, plan(published))
    assert done.count == 6
    assert len(done.there_already) == 8
    assert [table.unit.code for table in tables(published, 2026)] == ["319101"] * 8 + ["319202"] * 6
    again = rolled(published, plan(published))
    assert (again.count, bool(again.applied.change)) == (0, False)


def test_a_year_is_not_copied_onto_itself_and_nothing_is_not_copied(published: Workspace) -> None:
    with pytest.raises(KnownError, match="不能复制到自己的年度"):
        rolling.plan(published, Selection(year=2025), 2025)
    with pytest.raises(KnownError, match="没有可以复制的表"):
        rolling.plan(published, Selection(year=1999), 2026)


def test_a_text_with_several_years_moves_each(published: Workspace) -> None:
    (table, *_) = tables(published, 2025)
    editing.apply(published, intents.set_form_field(table.project, "purpose", "2024年底至今，2025年续建，2018年立项。"))
    rolled(published, plan(published, number=1))
    assert tables(published, 2026)[0].project.purpose == "2025年底至今，2026年续建，2018年立项。"


@pytest.mark.parametrize(("writing", "stops_at"), [(False, 0), (False, 0.5), (True, 0.5), (True, 1)])
def test_it_can_be_cancelled_until_it_is_committed(published: Workspace, writing: bool, stops_at: float) -> None:
    def stop(done: int, total: int) -> None:
        if (total != 14) is writing and done >= stops_at * total:
            raise Cancelled

    wanted = plan(published)
    with pytest.raises(Cancelled):
        rolling.roll(published, wanted, Choice(wanted.proposed), progress=stop)
    assert tables(published, 2026) == []
