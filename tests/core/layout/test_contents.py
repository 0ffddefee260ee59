"""The contents of a booklet, however many tables it has."""

from core.layout.contents import LEADING, ContentsLine, Entry, entries, lay_out

WIDTH, FIRST, FURTHER = 480.0, 300.0, 400.0


def advance(text: str) -> float:
    return 10.5 * len(text)


def pages_of(items: list[Entry]) -> list[list[ContentsLine]]:
    return lay_out(items, WIDTH, FIRST, FURTHER, advance, advance)


def test_a_unit_gets_a_line_wherever_it_changes() -> None:
    items = entries([("甲单位", "1.表"), ("甲单位", "2.表"), ("乙单位", "3.表")])
    assert [(item.text, item.form) for item in items] == [
        ("甲单位", None),
        ("1.表", 0),
        ("2.表", 1),
        ("乙单位", None),
        ("3.表", 2),
    ]


def test_a_thousand_tables_fill_pages_to_the_foot_and_not_beyond() -> None:
    pages = pages_of(entries([(f"第{index // 20}单位", f"{index + 1}.项目绩效目标表") for index in range(1000)]))
    assert [line.form for page in pages for line in page if line.form is not None] == list(range(1000))
    for number, page in enumerate(pages):
        height = FIRST if number == 0 else FURTHER
        assert page[-1].y + LEADING <= height
        assert not page[-1].is_unit, "a unit's line stands with its first table"
        assert page[0].y == 0
        assert [line.y for line in page] == sorted(line.y for line in page)


def test_a_long_heading_is_broken_and_its_page_number_stands_at_the_end() -> None:
    (page,) = pages_of([Entry("项" * 60, 0)])
    assert [line.form for line in page] == [None, 0]
    assert "".join(line.text for line in page) == "项" * 60


def test_a_heading_longer_than_a_page_goes_on_on_the_next() -> None:
    pages = pages_of([Entry("项" * 2000, 0)])
    assert len(pages) > 2
    assert "".join(line.text for page in pages for line in page) == "项" * 2000
