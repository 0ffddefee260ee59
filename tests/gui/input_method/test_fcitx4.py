"""The client of fcitx 4, against a daemon that speaks its protocol."""

import pytest

from gui.input_method.fcitx4 import Composed, Fcitx4, Forwarded, Gone, Part, State
from tests.gui.input_method.conftest import DISPLAY
from tests.gui.input_method.keyboard import PATIENCE_S, committed, composed, press, switch_on, type_in, wait_for

LEFT = 0xFF51


def test_keys_become_text(client):
    heard = type_in(client, "zhongguo")
    assert (committed(heard), composed(heard)) == ("", "zhong guo")
    heard = type_in(client, " ")
    assert (committed(heard), composed(heard)) == ("中国", "")


def test_a_key_that_is_not_wanted_is_left_to_the_program(client):
    assert not press(client, LEFT)
    assert type_in(client, "z")
    assert press(client, LEFT)


def test_what_is_under_way_is_forgotten_on_demand(client):
    type_in(client, "zhong")
    client.reset()
    assert composed(type_in(client, "guo")) == "guo"


def test_the_cursor_is_put_between_quotes_that_come_as_a_pair(client):
    heard = type_in(client, '"')
    assert committed(heard) == "“”"
    assert Forwarded(LEFT, 0, released=False) in heard


def test_the_cursor_is_counted_in_characters_and_hints_are_no_text():
    parts = [("中guo", 1 << 3 | 1 << 4), ("", 0), ("（提示）", 1 << 5)]
    assert Composed.of(parts, len("中g".encode())) == Composed(
        (Part("中guo", highlighted=True, kept=True), Part("（提示）", highlighted=False, kept=False)), 2
    )


@pytest.mark.expects_log("^WARNING gui.input_method.fcitx4: org.fcitx.Fcitx-0 does not answer")
def test_a_daemon_that_does_not_answer_gets_no_key_until_it_does_again(bus, client):
    type_in(client, "zhong")
    client.patience = 0.05
    bus.freeze_fcitx()
    assert not press(client, ord("1"))
    assert (client.state, client.heard()) == (State.SILENT, [Gone()])
    client.patience = PATIENCE_S
    assert not press(client, ord("2"))
    bus.thaw_fcitx()
    wait_for(client, State.CONNECTED)
    heard = client.heard()
    assert (committed(heard), composed([Composed(), *heard])) == ("", ""), "the key has been typed already"
    assert committed(type_in(client, "zhongguo ")) == "中国"


def test_it_is_waited_for_and_may_be_started_anew(bus):
    client = Fcitx4(bus.address, DISPLAY, PATIENCE_S)
    assert not press(client, ord("z"))
    assert client.state is State.ABSENT
    bus.start_fcitx()
    switch_on(client)
    assert composed(type_in(client, "zhong")) == "zhong"
    bus.end_fcitx()
    wait_for(client, State.ABSENT)
    assert composed(client.heard()) == ""
    bus.start_fcitx()
    wait_for(client, State.CONNECTED)
    switch_on(client)
    assert committed(type_in(client, "zhongguo ")) == "中国"
    client.close()


def test_the_end_of_the_bus_is_borne(bus, client):
    type_in(client, "z")
    bus.end()
    assert not press(client, ord("h"))
    assert client.state is State.BUS_LOST
    assert client.heard() == [Gone()]
    assert not press(client, ord("o"))
    client.listen()


def test_nothing_is_said_after_the_end(client):
    client.close()
    client.set_focused(False)
    client.reset()
    assert not press(client, ord("z"))
    assert client.state is State.ABSENT


@pytest.mark.parametrize("address", ["unix:path=/nowhere/bus", "tcp:host=localhost,port=1", "nonsense"])
def test_a_bus_that_is_not_there_is_said(address):
    with pytest.raises((OSError, RuntimeError, ValueError)):
        Fcitx4(address, DISPLAY)
