"""The contents of a booklet, however many tables it has."""

from core.layout.contents import INDENT, LEADING, ContentsLine, Entry, Level, entries, lay_out

WIDTH, FIRST, FURTHER = 480.0, 300.0, 400.0


def advance(text: str) -> float:
    return 10.5 * len(text)


def pages_of(items: list[Entry]) -> list[list[ContentsLine]]:
    return lay_out(items, WIDTH, FIRST, FURTHER, advance, advance)


def test_a_unit_gets_a_line_wherever_it_changes() -> None:
    items = entries([(2025, "甲单位", "1.表"), (2025, "甲单位", "2.表"), (2025, "乙单位", "3.表")])
    assert [(item.text, item.form) for item in items] == [
        ("甲单位", None),
        ("1.表", 0),
        ("2.表", 1),
        ("乙单位", None),
        ("3.表", 2),
    ]


def test_a_unit_without_code_and_name_is_called_so() -> None:
    assert entries([(2025, " ", "1.表"), (2025, "甲单位", "2.表")])[0].text == "（未命名单位）"


def test_several_years_are_titles_above_their_units() -> None:
    titles = [(2024, "甲单位", "1.表"), (2025, "甲单位", "1.表"), (2025, "乙单位", "2.表")]
    (page,) = pages_of(entries(titles))
    assert [(line.text, line.x) for line in page] == [
        ("2024 年度", 0),
        ("甲单位", INDENT),
        ("1.表", 2 * INDENT),
        ("2025 年度", 0),
        ("甲单位", INDENT),
        ("1.表", 2 * INDENT),
        ("乙单位", INDENT),
        ("2.表", 2 * INDENT),
    ]


def test_a_year_never_stands_alone_at_the_foot() -> None:
    for count in range(1, 20):
        titles = [*((2024, "甲", f"{n}.表") for n in range(1, count + 1)), (2025, "甲", "1.表")]
        for page in pages_of(entries(titles)):
            assert page[-1].level is Level.TABLE


def test_a_thousand_tables_fill_pages_to_the_foot_and_not_beyond() -> None:
    titles = [(2025, f"第{index // 20}单位", f"{index + 1}.项目绩效目标表") for index in range(1000)]
    pages = pages_of(entries(titles))
    assert [line.form for page in pages for line in page if line.form is not None] == list(range(1000))
    for number, page in enumerate(pages):
        height = FIRST if number == 0 else FURTHER
        assert page[-1].y + LEADING <= height
        assert page[-1].level is Level.TABLE, "a unit's line stands with its first table"
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
