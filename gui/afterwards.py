"""All that is loaded after the first paint, to be imported in a thread while the window already stands."""

import gui.chores
import gui.rooms
import gui.safety_net
import gui.session
import gui.tree_controller
import gui.workbench

__all__ = ["gui"]
