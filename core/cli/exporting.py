"""The command export."""

from argparse import Namespace

from core.cli.program import Context, Exit, opened
from core.cli.selecting import selection_of
from core.services.exporting import export, exporter_for
from core.services.printing import missing_words


def export_tables(context: Context, arguments: Namespace) -> Exit:
    """Write tables to a file."""
    exporter_for(arguments.out)
    with opened(context) as workspace:
        exported = export(workspace, arguments.out, selection_of(arguments), arguments.edition)
    other_edition = "" if exported.edition.value == arguments.edition else "这种文件没有签字版，按公开版导出。"
    context.say(f"已导出 {exported.table_count} 张表到“{exported.path}”。{other_edition}")
    if exported.missing_glyphs:
        context.complain(missing_words(exported.missing_glyphs))
    return Exit.DONE
