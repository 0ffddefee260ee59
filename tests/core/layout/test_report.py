"""Plain reports laid out: every row has its room, headers and lines stay with their table."""

from itertools import pairwise

from core.layout.form import Style
from core.layout.pagination import Frame, Page, paginate
from core.layout.report import Column, Report, ReportTable, measured

COLUMNS = (Column("规则", 30), Column("问题", 140))


class _Square:
    """Every character is as wide as the type is high."""

    def advance(self, style: Style):
        return lambda text: len(text) * style.size


def _pages(*tables: ReportTable, height: float = 700.0, one_a_page: bool = False) -> list[Page]:
    report = Report("审核报告", "审核报告", ("审核了 2 张表。",), tables, one_a_page)
    return paginate(measured(report, _Square()), Frame(height, form_on_new_page=one_a_page))


def _table(title: str, count: int, **options) -> ReportTable:
    rows = tuple((f"V{n:02}", f"第 {n} 行的问题") for n in range(count))
    return ReportTable(title, COLUMNS, rows, **options)


def _texts(page: Page) -> list[str]:
    return ["".join(box.lines) for box in page.boxes]


def test_rows_lie_one_below_the_other() -> None:
    (page,) = _pages(_table("按规则汇总", 5, lines=("一行说明",), closing=("", "审核人：")))
    boxes = [box for box in page.boxes if box.bordered]
    assert len(boxes) == 12
    lefts = sorted((box.y, box.height) for box in boxes if box.x == min(b.x for b in boxes))
    assert all(height > 15 for _, height in lefts)
    assert all(abs(y + height - below) < 0.01 for (y, height), (below, _) in pairwise(lefts))
    assert _texts(page)[-1] == "审核人："


def test_heads_and_lines_are_repeated_where_a_table_runs_on() -> None:
    first, second, *_ = _pages(_table("1.项目", 60, lines=("某单位",)))
    assert _texts(second)[:3] == ["某单位", "规则", "问题"]
    rows = [text for page in (first, second) for text in _texts(page) if text.startswith("V")]
    assert rows == sorted(set(rows))


def test_a_title_never_stands_alone_at_the_foot() -> None:
    for count in range(1, 30):
        for page in _pages(_table("上", count), _table("下", 3, lines=("某单位",))):
            texts = _texts(page)
            assert texts[-1] not in ("上", "下", "某单位", "问题")


def test_each_table_may_begin_a_page_and_an_empty_one_says_so() -> None:
    pages = _pages(_table("上", 1), _table("下", 0), one_a_page=True)
    assert [_texts(page)[0] for page in pages] == ["审核报告", "上", "下"]
    assert _texts(pages[2]) == ["下", "（无）"]
