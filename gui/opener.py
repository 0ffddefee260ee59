"""Opens workspaces for the window: at the start, at once, or in the background while another is worked in."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from core import places
from core.domain.errors import DamagedError, KnownError
from core.reach import is_file, is_there
from gui.recent_files import look, recent_files
from gui.soon import soon

if TYPE_CHECKING:  # loaded after the first paint, as are all imports inside functions here
    from core.ports import Outline, Progress, Workspace, WorkspaceStore
    from gui.main_window import MainWindow

    Opened: TypeAlias = tuple[Workspace, Outline]


class Opener:
    """Has the window adopt a workspace as soon as that is open, each part in an event of its own.

    Args:
        window: Which adopts it.
        first_look: Reads the outline of a workspace before the store is loaded; ``None`` where it cannot.
    """

    def __init__(self, window: MainWindow, first_look: Callable[[Path], Outline | None]) -> None:
        self._window = window
        self._page = window.opening_page
        self._first_look = first_look
        self._is_opening = False
        self._next: Callable[[], None] | None = None  # to be opened after that
        self._arriving: Workspace | None = None  # open, and not shown yet
        self._steps: deque[Callable[[], object]] = deque()

    def start(self, path: Path | None) -> Callable[[], None] | None:
        """Say what will be opened: the workspace named, else the last one, else the usual one.

        Only of the usual one is asked here whether it is there: it lies in the user's own folder, as the settings do.

        Returns:
            What opens it, for when the window stands; ``None`` if there is nothing to open.
        """
        recent, usual = recent_files(self._window.settings)[:1], places.default_workspace()
        if path is None and not recent and not is_file(usual):
            return None
        self._page.name((path or next(iter(recent), usual)).stem)
        if path:
            return partial(self._look_and_open, path)
        return partial(look, self._window, [*recent, usual], self._open_first)

    def open_now(self, path: Path) -> None:
        """Open a workspace, or make it if it is not there, before returning.

        Raises:
            KnownError: It can be neither opened nor made.
        """
        workspace = _open_or_make(self._window.store(), path)
        self._window.adopt(workspace, _outline(workspace))

    def open_with(
        self, opener: Callable[[WorkspaceStore], Workspace | None], then: Callable[[], None] | None = None
    ) -> None:
        """Open a workspace in the background; the one open so far is closed when that has succeeded.

        Args:
            opener: Runs in another thread; ``None`` of it leaves everything as it is.
            then: Called once the workspace is shown.
        """
        if self._is_opening:  # of those that are asked for meanwhile the last counts
            self._next = partial(self.open_with, opener, then)
            return
        if not self._window.is_settled(partial(self.open_with, opener, then)):
            return
        from gui import background

        def done(opened: Opened | None) -> None:
            if opened is not None:
                if self._window.workbench:
                    self._window.workbench.save_layout(self._window.settings)  # which the tree is laid out by
                tree = () if self._page.has_tree else self._tree_steps(opened[1])
                self._one_by_one([*tree, partial(self._arrive, opened, then)])
            elif self._window.workbench is None:  # it is open in another window of this user, which came to the front
                self._window.close()

        self._is_opening = True
        work = partial(_opened, self._window.store, opener, self._expect)
        task = background.run(self._window, "打开工作区", work, done, self._could_not_open)
        task.ended.connect(lambda: None if self._steps else self._over())

    def let_go(self) -> None:
        """Close what is open and not shown: the window is about to be gone, or it is not wanted."""
        workspace, self._arriving = self._arriving, None
        if workspace:
            with suppress(KnownError):  # nothing was written to it
                workspace.close()

    # Inside -------------------------------------------------------------------------------------------------------

    def _open_first(self, there: list[Path]) -> None:
        if not there:
            self._window.show_welcome()
            return
        self._page.name(there[0].stem)
        self._look_and_open(there[0])

    def _look_and_open(self, path: Path) -> None:
        """Fill the tree if that can be done at once; when it is painted, load everything else and open the file."""
        outline = self._first_look(path)
        open_it = partial(self.open_with, partial(_open_or_make, path=path))
        self._one_by_one([*(self._tree_steps(outline) if outline else ()), open_it])

    def _tree_steps(self, outline: Outline) -> list[Callable[[], object]]:
        """Make a tree, seen or not; ten thousand lines all at once would keep the hands waiting."""
        make, fill = partial(self._page.make_tree, self._window.settings), self._page.fill_tree
        return [make, partial(self._page.grow, outline), partial(fill, self._window.settings)]

    def _one_by_one(self, steps: Iterable[Callable[[], object]]) -> None:
        """Each as an event of its own, so that the window answers in between, and after those that wait already."""
        if not self._steps:
            soon(self._window, self._step)
        self._steps.extend(steps)

    def _step(self) -> None:
        try:
            self._steps[0]()
        finally:
            self._steps.popleft()
            if self._steps:
                soon(self._window, self._step)

    def _arrive(self, opened: Opened, then: Callable[[], None] | None) -> None:
        """Show what was opened, unless the window was closed meanwhile or what is typed has to be seen to first."""
        try:
            path = opened[0].path
            is_wanted = opened[0] is self._arriving
            if is_wanted and self._window.is_settled(partial(self.open_with, lambda store: store.open(path), then)):
                self._arriving = None
                self._window.adopt(*opened)
                if then:
                    then()
        finally:
            self._over()

    def _expect(self, workspace: Workspace) -> None:
        """Keep what has been opened, in another thread, until it is shown or let go of."""
        self._arriving = workspace

    def _over(self) -> None:
        """What was to be opened is shown, or will not be."""
        self.let_go()
        self._page.drop_tree()
        self._is_opening = False
        if self._window.workbench is None:
            self._window.show_welcome()
        go_on, self._next = self._next, None
        if go_on:
            go_on()

    def _could_not_open(self, error: KnownError) -> None:
        from gui import messages

        self.let_go()  # of one that could be opened and not be read
        if isinstance(error, DamagedError):
            self._window.safety.offer_salvage(error)
        else:
            messages.show_error(self._window, error)


def _outline(workspace: Workspace) -> Outline:
    with workspace.read() as reader:
        return reader.outline()


def _opened(
    load_store: Callable[[], WorkspaceStore],
    opener: Callable[[WorkspaceStore], Workspace | None],
    expect: Callable[[Workspace], None],
    progress: Progress,
) -> Opened | None:
    """Open a workspace, in another thread; ``None`` if it is open here, or in a window that came to the front."""
    import gui.afterwards  # noqa: F401 - what adopting it needs takes a while to load
    from gui.doorbell import ring

    workspace = opener(load_store())
    if workspace is None:
        return None
    expect(workspace)
    if workspace.holder and ring(workspace.path, workspace.holder):
        return None
    outline = _outline(workspace)
    progress(1, 1)  # unless nobody wants it any more
    return workspace, outline


def _open_or_make(store: WorkspaceStore, path: Path) -> Workspace:
    return store.open(path) if is_there(path) else store.create(path)
