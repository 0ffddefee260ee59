"""A client of fcitx 4 over D-Bus (ADR 21): a key goes in, what it means comes out. Knows nothing of Qt.

fcitx 4 owns ``org.fcitx.Fcitx-N`` on the session bus, N being the number of the X display. A client asks it for an
input context, sends keys to that and gets text by signals, which arrive before the answer to the key that caused them.
fcitx5 serves the same protocol.
"""

import logging
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageFlag,
    MessageType,
    message_bus,
    new_method_call,
)
from jeepney.io.blocking import open_dbus_connection

log = logging.getLogger(__name__)

PATIENCE_S: Final = 0.5
"""How long a key waits for the answer."""

_METHODS: Final = "org.fcitx.Fcitx.InputMethod"
_CONTEXT: Final = "org.fcitx.Fcitx.InputContext"
_CREATE: Final = "CreateICv3"
_CAPACITY: Final = 1 << 1 | 1 << 4 | 1 << 5
"""The client draws the preedit, takes it in parts, and commits it itself when the focus goes."""

_PART_IS_NO_TEXT: Final = 1 << 5
"""A part of the preedit that is not to be committed, such as a hint (``MSG_DONT_COMMIT_WHEN_UNFOCUS``)."""
_PART_IS_HIGHLIGHTED: Final = 1 << 4


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the preedit: its text, whether it is the chosen one, and whether it is text to be kept."""

    text: str
    highlighted: bool
    kept: bool


@dataclass(frozen=True, slots=True)
class Committed:
    """Text to be written."""

    text: str


@dataclass(frozen=True, slots=True)
class Composed:
    """What is under way now, to be shown at the cursor; ``cursor`` counts characters."""

    parts: tuple[Part, ...] = ()
    cursor: int = 0

    @classmethod
    def of(cls, parts: Iterable[tuple[str, int]], cursor: int) -> Self:
        """From texts with their flags; fcitx counts the cursor in bytes of UTF-8."""
        seen = tuple(
            Part(text, highlighted=bool(flags & _PART_IS_HIGHLIGHTED), kept=not flags & _PART_IS_NO_TEXT)
            for text, flags in parts
            if text
        )
        before = "".join(part.text for part in seen).encode()[: max(cursor, 0)]
        return cls(seen, len(before.decode(errors="ignore")))


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A key for the program: an X keysym with the X state of the modifiers."""

    keysym: int
    state: int
    released: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """The context is lost, and what was under way with it."""


Heard = Committed | Composed | Forwarded | Gone


class State(Enum):
    """How it stands with fcitx."""

    ABSENT = "absent"
    SILENT = "silent"
    CONNECTED = "connected"
    BUS_LOST = "bus lost"


class Fcitx4:
    """See the module. Nothing but :meth:`process_key` waits for fcitx.

    Args:
        bus: The address of the session bus.
        display: The number of the X display.
        patience: How long a key may wait for the answer, in seconds; then it goes through as typed.

    Raises:
        OSError: The session bus cannot be reached.
        ValueError: It does not let us in, or its address makes no sense.
        RuntimeError: It is reached by other means than a local socket.
    """

    def __init__(self, bus: str, display: int, patience: float = PATIENCE_S) -> None:
        self.patience = patience
        self.state = State.ABSENT
        self._bus_name = f"org.fcitx.Fcitx-{display}"
        self._connection = open_dbus_connection(bus, auth_timeout=patience)
        self._heard: list[Heard] = []
        self._path = ""
        self._asked_for_context = -1
        self._asked_to_reset = -1
        self._rule: MatchRule | None = None
        self._focused = False
        self._place = (0, 0, 0, 0)
        owner = MatchRule(type="signal", sender="org.freedesktop.DBus", member="NameOwnerChanged")
        owner.add_arg_condition(0, self._bus_name)
        self._send(message_bus.AddMatch(owner))
        self._ask_for_context()

    def fileno(self) -> int:
        """The socket, to be watched: when it can be read, :meth:`listen`."""
        number: int = self._connection.sock.fileno()
        return number

    def close(self) -> None:
        """Leave the bus, by which fcitx sees that we are gone; nothing is said any more."""
        self._path, self.state = "", State.ABSENT
        self._connection.close()

    def set_focused(self, focused: bool) -> None:
        """Say whether keys may come."""
        if focused != self._focused:
            self._focused = focused
            self._call("FocusIn" if focused else "FocusOut")

    def set_place(self, x: int, y: int, width: int, height: int) -> None:
        """Say where the cursor is, in pixels of the screen: the candidates stand under it."""
        if (x, y, width, height) != self._place:
            self._place = (x, y, width, height)
            self._call("SetCursorRect", "iiii", self._place)

    def reset(self) -> None:
        """Have it forget what is under way."""
        self._call("Reset")

    def process_key(self, keysym: int, code: int, state: int, *, released: bool, at: int) -> bool:
        """Offer a key as X reports it.

        Args:
            keysym: Which symbol it stands for.
            code: Its place on the keyboard.
            state: The modifiers.
            released: Whether it went up.
            at: The time of the event in milliseconds.

        Returns:
            Whether fcitx took it; then it must not be handled otherwise. False also if there is no answer in time.
        """
        if self.state is not State.CONNECTED:
            return False
        arguments = (keysym, code, state, int(released), at & 0xFFFF_FFFF)
        return self._is_taken(self._call("ProcessKeyEvent", "uuuiu", arguments))

    def _is_taken(self, serial: int) -> bool:
        """Wait for the answer to a key."""
        deadline = time.monotonic() + self.patience
        while self.state is State.CONNECTED:
            message = self._receive(max(deadline - time.monotonic(), 0))
            if message is None:
                self._stop_waiting()
            elif message.header.fields.get(HeaderFields.reply_serial) == serial:
                return message.header.message_type is MessageType.method_return and bool(message.body[0])
            else:
                self._take_in(message)
        return False

    def listen(self) -> None:
        """Take in what has arrived, without waiting."""
        while self.state is not State.BUS_LOST and (message := self._receive(0)) is not None:
            self._take_in(message)

    def heard(self) -> list[Heard]:
        """What has come in since the last call, in order."""
        heard, self._heard = self._heard, []
        return heard

    # The context

    def _ask_for_context(self) -> None:
        """The answer may take as long as fcitx takes to start, so nobody waits for it."""
        methods = DBusAddress("/inputmethod", self._bus_name, _METHODS)
        call = new_method_call(methods, _CREATE, "si", ("jibiao", os.getpid()))
        call.header.flags = MessageFlag.no_auto_start
        self._asked_for_context = self._send(call)

    def _begin(self, reply: Message) -> None:
        self._asked_for_context = -1
        if reply.header.message_type is not MessageType.method_return:
            self.state = State.ABSENT  # there is nobody of that name
            return
        log.info("connected to %s", self._bus_name)
        self.state = State.CONNECTED
        self._path = f"/inputcontext_{reply.body[0]}"
        sender = reply.header.fields[HeaderFields.sender]
        # Signals of fcitx 4 go to the whole bus; those of other programs' contexts are none of ours.
        self._rule = MatchRule(type="signal", sender=sender, interface=_CONTEXT, path=self._path)
        self._send(message_bus.AddMatch(self._rule))
        self._call("SetCapacity", "u", (_CAPACITY,))
        if self._focused:
            self._call("FocusIn")
            self._call("SetCursorRect", "iiii", self._place)

    def _lose(self, state: State) -> None:
        """Whatever comes for the context from now on is not heard any more."""
        self._heard.append(Gone())
        if self._rule is not None and state is not State.BUS_LOST:
            self._send(message_bus.RemoveMatch(self._rule))
        self._rule, self._path, self.state, self._asked_to_reset = None, "", state, -1

    def _stop_waiting(self) -> None:
        if self.state is State.BUS_LOST:
            return
        log.warning("%s does not answer: keys go through as typed", self._bus_name)
        self._heard.append(Gone())
        self.state = State.SILENT
        self._asked_to_reset = self._call("Reset")  # answered when it wakes up, after the keys that it has missed

    # Messages

    def _take_in(self, message: Message) -> None:
        fields = message.header.fields
        member = fields.get(HeaderFields.member)
        if fields.get(HeaderFields.reply_serial) == self._asked_for_context:
            self._begin(message)
        elif fields.get(HeaderFields.reply_serial) == self._asked_to_reset:
            log.info("%s answers again", self._bus_name)
            self.state, self._asked_to_reset = State.CONNECTED, -1
        elif message.header.message_type is not MessageType.signal:
            return
        elif member == "NameOwnerChanged" and message.body[0] == self._bus_name:
            self._change_owner(is_there=bool(message.body[2]))
        elif self.state is State.CONNECTED and self._rule is not None and self._rule.matches(message):
            self._hear(member, message.body)

    def _change_owner(self, *, is_there: bool) -> None:
        log.info("%s has %s", self._bus_name, "come" if is_there else "gone")
        self._lose(State.ABSENT)
        if is_there:
            self._ask_for_context()

    def _hear(self, member: str, body: tuple[Any, ...]) -> None:
        if member == "CommitString":
            self._heard.append(Committed(body[0]))
        elif member == "UpdateFormattedPreedit":
            self._heard.append(Composed.of(*body))
        elif member == "ForwardKey":
            keysym, state, kind = body
            self._heard.append(Forwarded(keysym, state, bool(kind)))

    def _call(self, method: str, signature: str | None = None, arguments: tuple[Any, ...] = ()) -> int:
        """Call the context, if there is one; -1 if not."""
        if not self._path:
            return -1
        context = DBusAddress(self._path, self._bus_name, _CONTEXT)
        call = new_method_call(context, method, signature, arguments)
        return self._send(call)

    def _send(self, message: Message) -> int:
        serial: int = next(self._connection.outgoing_serial)
        try:
            self._connection.send(message, serial=serial)
        except OSError as error:
            self._lose_bus(error)
        return serial

    def _receive(self, patience: float) -> Message | None:
        try:
            return self._connection.receive(timeout=patience)
        except TimeoutError:
            return None
        except OSError as error:
            self._lose_bus(error)
            return None

    def _lose_bus(self, error: OSError) -> None:
        if self.state is not State.BUS_LOST:
            log.info("the session bus is gone: %s", error)
            self._lose(State.BUS_LOST)
