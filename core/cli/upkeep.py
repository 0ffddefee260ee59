"""The commands that look after the workspace file: backup, restore, check."""

from argparse import Namespace

from core.cli.program import Context, Exit, opened


def backup(context: Context, arguments: Namespace) -> Exit:
    """Write a verified copy."""
    with opened(context) as workspace:
        workspace.backup(arguments.out)
    context.say(f"已备份到“{arguments.out}”。")
    return Exit.DONE


def restore(context: Context, arguments: Namespace) -> Exit:
    """Put a backup in the place of the workspace."""
    kept = context.store.restore(arguments.file, context.workspace)
    aside = f"原来的内容另存在“{kept.name}”。" if kept else ""
    context.say(f"已用“{arguments.file}”恢复“{context.workspace}”。{aside}")
    return Exit.DONE


def check(context: Context, _arguments: Namespace) -> Exit:
    """Look the whole file over."""
    with opened(context) as workspace:
        faults = workspace.check()
    for fault in faults:
        context.say(fault)
    if faults:
        return Exit.FOUND
    context.say(f"“{context.workspace}”完好，没有发现问题。")
    return Exit.DONE
