"""审核 of a workspace: all at once, or kept up to date edit by edit."""

import gc
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from core.audit.findings import Finding, Level
from core.audit.runner import audit_steps, audit_tables
from core.audit.settings import DEFAULTS, AuditSettings
from core.audit.surroundings import Surroundings, facts_of
from core.domain.edits import SetField
from core.domain.records import Acceptance, Indicator, Project, TargetTable
from core.domain.selection import EVERYTHING, Selection
from core.ports import Progress, Reader, Workspace
from core.services.audit_settings import of_reader
from core.services.editing import Applied

_AT_ONCE: Final = 20  # tables that one edit may have audited again before the window goes on
_LARGE: Final = 200  # rows; a table that has more is audited rule by rule, each within a frame or two

_LATELY: Final = 50
"""Tables that are remembered as they were, so that an edit runs only the rules that read what it has changed."""
_SET_ASIDE_EVERY: Final = 200  # tables


class Counts(NamedTuple):
    """How many findings a table has, by level."""

    errors: int = 0
    warnings: int = 0
    hints: int = 0


NONE_FOUND: Final = Counts()


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What an audit found.

    Attributes:
        findings: In publication order, in a table from the top.
        counts: Of every table audited, by project id.
    """

    findings: tuple[Finding, ...]
    counts: Mapping[str, Counts]

    @property
    def has_errors(self) -> bool:
        """Whether there is an error-level finding (exit code 1 of the command line)."""
        return any(finding.level is Level.ERROR for finding in self.findings)


def count(findings: Iterable[Finding]) -> Counts:
    """Count findings by level; an accepted one is settled and does not count."""
    levels = [finding.level for finding in findings if not finding.accepted]
    return Counts(*(levels.count(level) for level in Level))


def audit(
    workspace: Workspace,
    selection: Selection = EVERYTHING,
    progress: Progress | None = None,
) -> AuditResult:
    """Audit the selected tables against all of the workspace, by the workspace's own settings.

    Raises:
        Cancelled: By ``progress``; nothing is kept.
        KnownError: The file cannot be read, or its settings were made by a newer program.
    """
    with workspace.read() as reader:
        settings = of_reader(reader)
        steps = _Steps(reader, progress)
        surroundings = _survey(reader, steps)
        acceptances = _by_project(reader.acceptances())
        findings: dict[str, tuple[Finding, ...]] = {}
        for table, found in audit_tables(reader.tables(selection), surroundings, settings, acceptances):
            findings[table.project.id] = found
            steps.advance()
    return AuditResult(
        findings=tuple(finding for found in findings.values() for finding in found),
        counts={project_id: count(found) for project_id, found in findings.items()},
    )


@dataclass(frozen=True, slots=True)
class FullPass:
    """All of a workspace as it was audited at one moment; made in any thread, given to :meth:`LiveAudit.adopt`."""

    surroundings: Surroundings = field(default_factory=Surroundings)
    findings: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    counts: dict[str, Counts] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)

    def parts(self) -> tuple[dict[Any, Any], ...]:
        """All that is kept, for whoever takes it apart."""
        return self.findings, self.counts, self.homes, *self.surroundings.parts()


def full_pass(workspace: Workspace, progress: Progress | None = None, settings: AuditSettings = DEFAULTS) -> FullPass:
    """Audit the whole workspace for a :class:`LiveAudit`; raises as :func:`audit`."""
    with workspace.read() as reader:
        steps = _Steps(reader, progress, keeping=True)
        surroundings = _survey(reader, steps)
        acceptances = _by_project(reader.acceptances())
        result = FullPass(surroundings)
        for table, found in audit_tables(reader.tables(), surroundings, settings, acceptances):
            result.findings[table.project.id] = found
            result.counts[table.project.id] = count(found)
            result.homes.update((row.id, table.project.id) for row in table.indicators)
            steps.advance()
    set_aside()
    return result


class LiveAudit:
    """The findings of an open workspace, kept true while it is edited. Used from one thread.

    After an edit :meth:`follow` audits the tables that were touched; others on which the edit bears (a name that
    is now there twice, say) wait for :meth:`catch_up`, which is called when the hands rest. A very long table is only
    begun then, and waits for as many calls of :meth:`catch_up` as there are rules to run. The first full audit is made
    by :func:`full_pass` in the background and handed to :meth:`adopt`; edits made meanwhile are not lost.
    """

    def __init__(self, workspace: Workspace, settings: AuditSettings = DEFAULTS) -> None:
        self._workspace = workspace
        self._settings = settings
        self._surroundings = Surroundings()
        self._findings: dict[str, tuple[Finding, ...]] = {}
        self._counts: dict[str, Counts] = {}
        self._homes: dict[str, str] = {}  # indicator id → project id
        self._homeless: set[str] = set()  # indicators that were edited before any audit had met them
        self._waiting: dict[str, None] = {}  # project ids in order of arrival
        self._touched: set[str] = set()  # since the last adoption
        self._lately: dict[str, TargetTable] = {}  # as its findings know it, the one audited last at the end
        self._begun: dict[str, Iterator[object]] = {}  # what is left to do of very long tables, which still wait

    def change_settings(self, settings: AuditSettings) -> None:
        """Judge by other settings from now on; the counts stay until a :func:`full_pass` with these is adopted."""
        self._settings = settings
        self._findings = {}
        self._lately = {}
        self._begun = {}

    @property
    def waiting(self) -> int:
        """How many tables :meth:`catch_up` has still to audit."""
        return len(self._waiting)

    @property
    def has_begun(self) -> bool:
        """Whether a very long table is under audit, of which :meth:`catch_up` does the next part."""
        return bool(self._begun)

    def begin_full_pass(self) -> None:
        """A :func:`full_pass` begins now, which sees all that is committed so far."""
        self._touched, self._homeless = set(), set()

    def findings_of(self, project_id: str) -> tuple[Finding, ...]:
        """A table's findings; it is audited now if it has not been yet, a very long one only begun."""
        if project_id not in self._findings and project_id not in self._begun:
            self._audit([project_id])
        return self._findings.get(project_id, ())

    def counts(self) -> dict[str, Counts]:
        """Counts of every table audited so far, by project id."""
        return dict(self._counts)

    def all_findings(self) -> tuple[Finding, ...]:
        """Everything found so far in publication order, oldest year first, with the numbers as they are now."""
        with self._workspace.read() as reader:
            outline = reader.outline()
        lines = [line for year in reversed(outline) for unit in year.units for line in unit.projects]
        return tuple(
            finding if finding.number == line.number else replace(finding, number=line.number)
            for line in lines
            for finding in self._findings.get(line.id, ())
        )

    def follow(self, applied: Applied) -> frozenset[str]:
        """Audit what a change has touched.

        Returns:
            The projects whose findings are fresh (a removed one has none); the rest of them waits.
        """
        touched = self._projects_of(applied)
        self._touched |= touched
        self._wait_for(touched)
        return self._audit(touched) if len(touched) <= _AT_ONCE else frozenset()

    def catch_up(self, limit: int = _AT_ONCE) -> frozenset[str]:
        """Audit some of the tables that wait, or a part of one that was begun; answers as :meth:`follow`."""
        for project_id, steps in self._begun.items():
            return self._go_on(project_id, steps)
        return self._audit(list(self._waiting)[:limit])

    def adopt(self, whole: FullPass) -> FullPass:
        """Take over a full audit; what was touched since it began is audited again when its turn comes.

        Returns:
            What was known before.
        """
        before = FullPass(self._surroundings, self._findings, self._counts, self._homes)
        self._surroundings, self._findings = whole.surroundings, whole.findings
        self._counts, self._homes = whole.counts, whole.homes
        self._lately, self._begun = {}, {}
        self._touched.update(whole.homes[row] for row in self._homeless if row in whole.homes)
        self._waiting = dict.fromkeys(sorted(self._touched))
        self._touched, self._homeless = set(), set()
        return before

    def _audit(self, project_ids: Iterable[str]) -> frozenset[str]:
        with self._workspace.read() as reader:
            tables = {project_id: reader.table(project_id) for project_id in project_ids}
            acceptances = {project_id: reader.acceptances(project_id) for project_id in tables}
        affected: set[str] = set()
        for project_id, table in tables.items():
            self._waiting.pop(project_id, None)
            affected |= self._take_down(project_id, table)
        self._wait_for(affected - tables.keys())
        for project_id, table in tables.items():
            if table is not None:
                steps = self._judge(table, acceptances[project_id])
                if len(table.indicators) > _LARGE:
                    self._begun[project_id] = steps
                    self._waiting[project_id] = None
                else:
                    deque(steps, maxlen=0)
        return frozenset(tables.keys() - self._begun.keys())

    def _wait_for(self, project_ids: Iterable[str]) -> None:
        """Have these audited; one that is under audit from the beginning."""
        for project_id in sorted(project_ids):
            self._begun.pop(project_id, None)
            self._waiting[project_id] = None

    def _go_on(self, project_id: str, steps: Iterator[object]) -> frozenset[str]:
        for _ in steps:
            return frozenset()
        del self._begun[project_id], self._waiting[project_id]
        return frozenset({project_id})

    def _judge(self, table: TargetTable, acceptances: Iterable[Acceptance]) -> Iterator[object]:
        """Audit a table, one that was audited lately only as far as it has changed; after the last step it is known."""
        project_id = table.project.id
        known = self._findings.get(project_id)
        before = None if known is None else self._lately.get(project_id)
        left = () if before is None or known is None else known
        found: tuple[Finding, ...] = ()
        for step in audit_steps(table, self._surroundings, self._settings, acceptances, before, left):
            found = step
            yield None
        self._findings[project_id], self._counts[project_id] = found, count(found)
        self._lately.pop(project_id, None)
        self._lately[project_id] = table
        if len(self._lately) > _LATELY:
            del self._lately[next(iter(self._lately))]

    def _take_down(self, project_id: str, table: TargetTable | None) -> frozenset[str]:
        if table is None:
            self._findings.pop(project_id, None)
            self._lately.pop(project_id, None)
            self._counts.pop(project_id, None)
            return self._surroundings.remove(project_id)
        self._homes.update((row.id, project_id) for row in table.indicators)
        return self._surroundings.put(facts_of(table))

    def _projects_of(self, applied: Applied) -> set[str]:
        touched: set[str] = set()
        above: set[str] = set()
        for edit in applied.change.edits:
            if isinstance(edit, SetField):
                if edit.kind in ("year", "unit"):
                    above.add(edit.id)
                else:
                    touched |= self._project_of(edit.kind, edit.id)
            elif isinstance(edit.record, Project):
                touched.add(edit.record.id)
            elif isinstance(edit.record, Indicator):
                self._homes[edit.record.id] = edit.record.project_id
                touched.add(edit.record.project_id)
            elif isinstance(edit.record, Acceptance):
                touched.add(edit.record.project_id)
        return touched | self._projects_under(above) if above else touched

    def _project_of(self, kind: str, record_id: str) -> set[str]:
        if kind == "project":
            return {record_id}
        if kind != "indicator":
            return set()
        if record_id not in self._homes:
            self._homeless.add(record_id)
            return set()
        return {self._homes[record_id]}

    def _projects_under(self, record_ids: set[str]) -> set[str]:
        """The projects of these years and units."""
        with self._workspace.read() as reader:
            years = reader.outline()
        return {
            line.id
            for year in years
            for unit in year.units
            if year.year.id in record_ids or unit.unit.id in record_ids
            for line in unit.projects
        }


class _Steps:
    """Counts the tables read, twice each: once to know them all, once to audit them.

    With ``keeping``, what the work has made so far stays for good, and is set aside every now and then.
    """

    def __init__(self, reader: Reader, progress: Progress | None, *, keeping: bool = False) -> None:
        self._progress = progress
        self._keeping = keeping
        self._done = 0
        self._total = 0
        if progress is not None:
            self._total = 2 * sum(len(unit.projects) for year in reader.outline() for unit in year.units)

    def advance(self) -> None:
        self._done += 1
        if self._keeping and self._done % _SET_ASIDE_EVERY == 0:
            set_aside()
        if self._progress is not None:
            self._progress(self._done, self._total)


def set_aside() -> None:
    """Let Python's garbage collector look no more at what is there and stays.

    The findings of ten thousand tables are half a million objects. A full collection goes through all of them, and
    stops every thread for 0.2 s, the window's too, again and again while they are made and ever after. They have no
    cycles, so nothing is lost: their last reference still frees them. What is young and has died is collected first.
    """
    gc.collect(1)
    gc.freeze()


def _by_project(acceptances: Iterable[Acceptance]) -> dict[str, list[Acceptance]]:
    found: dict[str, list[Acceptance]] = {}
    for acceptance in acceptances:
        found.setdefault(acceptance.project_id, []).append(acceptance)
    return found


def _survey(reader: Reader, steps: _Steps) -> Surroundings:
    surroundings = Surroundings()
    for table in reader.tables():
        surroundings.put(facts_of(table))
        steps.advance()
    return surroundings
