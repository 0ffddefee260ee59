"""A keyboard without a window: keys into the client of fcitx 4, and what comes of them."""

import time

from gui.input_method.fcitx4 import Committed, Composed, Fcitx4, Gone, Heard, State

PATIENCE_S = 30
CONTROL = 1 << 2
SPACE = 0x20


def switch_on(client: Fcitx4) -> None:
    """Wait until it is connected, and have it type pinyin."""
    wait_for(client, State.CONNECTED)
    client.set_focused(True)
    assert press(client, SPACE, CONTROL)
    client.heard()


def wait_for(client: Fcitx4, state: State) -> None:
    """Listen until it stands so with fcitx."""
    deadline = time.monotonic() + PATIENCE_S
    while client.state is not state:
        assert time.monotonic() < deadline, client.state
        time.sleep(0.02)
        client.listen()


def press(client: Fcitx4, keysym: int, state: int = 0) -> bool:
    """A key goes down and up; whether fcitx took it."""
    taken = client.process_key(keysym, 38, state, released=False, at=0)
    client.process_key(keysym, 38, state, released=True, at=0)
    return taken


def type_in(client: Fcitx4, text: str) -> list[Heard]:
    """Type ASCII, each key of which fcitx must take; what came of it."""
    for sign in text:
        assert press(client, ord(sign)), sign
    return client.heard()


def composed(heard: list[Heard]) -> str:
    """What is under way at the end."""
    last = [it for it in heard if isinstance(it, Composed | Gone)][-1]
    return "".join(part.text for part in last.parts) if isinstance(last, Composed) else ""


def committed(heard: list[Heard]) -> str:
    """What was committed."""
    return "".join(it.text for it in heard if isinstance(it, Committed))
