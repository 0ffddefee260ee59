"""The PDF of some tables in memory: what the preview shows and what is printed are the same bytes."""

from collections.abc import Collection
from io import BytesIO

from core.domain.selection import Selection
from core.layout.form import Edition, fill
from core.ports import Clock, Progress, Workspace
from core.services.editing import local_now
from core.services.print_settings import print_settings


def tables_pdf(
    workspace: Workspace,
    project_ids: Collection[str],
    edition: Edition,
    progress: Progress | None = None,
    clock: Clock = local_now,
) -> bytes:
    """Lay out and draw tables in publication order; ``b""`` if none of the projects is there any more.

    They look as the workspace's 打印设置 want them; the 签字版 carries the time in its foot.

    Raises:
        KnownError: The workspace cannot be read, or a font file that it names cannot be used.
        Cancelled: By ``progress``.
    """
    with workspace.read() as reader:
        settings = print_settings(reader)
        tables = reader.tables(Selection(project_ids=frozenset(project_ids)))
        forms = [fill(table, settings.form_options) for table in tables]
    if not forms:
        return b""
    from core.exporting.pdf import write_pdf  # loads reportlab

    out = BytesIO()
    write_pdf(forms, out, edition, settings.pdf_options(clock()), progress)
    return out.getvalue()
