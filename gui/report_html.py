"""A plain report as the rich text that a text browser shows."""

from collections.abc import Iterator
from html import escape

from core.layout.report import Report, ReportTable

_ALIGN = {"value": "center", "amount": "right"}


def report_html(report: Report) -> str:
    """The whole report."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in report.lines)
    tables = "".join(map(_table, report.tables))
    return f"<h2>{escape(report.title)}</h2>{lines}{tables}"


def _table(table: ReportTable) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in table.lines)
    heads = "".join(_cells(table, tuple(column.title for column in table.columns), "th"))
    rows = "".join(f"<tr>{''.join(_cells(table, texts, 'td'))}</tr>" for texts in table.rows)
    return (
        f"<h3>{escape(table.title)}</h3>{lines}"
        f"<table width='100%' cellspacing='0' cellpadding='4'><tr>{heads}</tr>{rows}</table>"
    )


def _cells(table: ReportTable, texts: tuple[str, ...], tag: str) -> Iterator[str]:
    total = sum(column.width for column in table.columns)
    for column, text in zip(table.columns, texts, strict=True):
        align, share = _ALIGN.get(column.style, "left"), round(100 * column.width / total)
        yield f"<{tag} width='{share}%' align='{align}'>{escape(text).replace(chr(10), '<br>')}</{tag}>"
