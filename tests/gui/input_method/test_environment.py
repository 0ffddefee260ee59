"""The cure of the input methods on Linux, on environments as desktops leave them."""

import pytest

from gui.input_method.connection import describe, describe_connection, loaded_plugins
from gui.input_method.environment import asks_for_fcitx, prepare_environment, wanted_modules


@pytest.mark.parametrize(
    ("environ", "modules"),
    [
        ({}, ("ibus",)),
        ({"QT_IM_MODULE": "fcitx"}, ("fcitx", "ibus")),
        ({"QT_IM_MODULE": "ibus"}, ("ibus",)),
        ({"QT_IM_MODULE": ""}, ("ibus",)),
        ({"QT_IM_MODULES": "wayland;fcitx;ibus", "QT_IM_MODULE": "fcitx"}, ("wayland", "fcitx", "ibus")),
        ({"QT_IM_MODULES": "wayland; fcitx"}, ("wayland", "fcitx", "ibus")),
        ({"QT_IM_MODULES": "", "QT_IM_MODULE": "fcitx5"}, ("fcitx5", "ibus")),
        ({"QT_IM_MODULE": "xim"}, ("xim", "ibus")),
    ],
)
def test_ibus_is_offered_after_what_the_desktop_asks_for(environ, modules, tmp_path):
    assert wanted_modules(environ) == modules
    machine_id = tmp_path / "machine-id"
    machine_id.write_text("0123456789abcdef0123456789abcdef\n", encoding="ascii")
    prepare_environment(environ, "linux", [tmp_path / "none", machine_id])
    assert environ["QT_IM_MODULES"] == ";".join(modules)


@pytest.mark.parametrize("chosen", ["none", "compose", "simple", "qtvirtualkeyboard"])
@pytest.mark.parametrize("key", ["QT_IM_MODULES", "QT_IM_MODULE"])
def test_a_choice_made_on_purpose_is_left(key, chosen):
    environ = {key: chosen}
    prepare_environment(environ, "linux")
    assert environ == {key: chosen}


def test_other_systems_are_left_alone():
    environ = {"QT_IM_MODULE": "fcitx"}
    prepare_environment(environ, "win32")
    assert environ == {"QT_IM_MODULE": "fcitx"}


def test_nothing_is_offered_where_d_bus_would_end_the_program(tmp_path):
    environ: dict[str, str] = {}
    prepare_environment(environ, "linux", [tmp_path / "machine-id"])
    assert environ == {}


def test_loaded_plugins_are_read_from_the_memory_map():
    maps = (
        "7f1 r-xp 0 08:01 1 /x/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so\n"
        "7f2 r--p 0 08:01 1 /x/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so\n"
        "7f3 r-xp 0 08:01 2 /usr/lib/libc.so.6\n"
    )
    assert loaded_plugins(maps) == ("ibus",)


def test_the_connection_is_described_in_a_sentence():
    assert describe_connection().endswith("。")


@pytest.mark.parametrize(
    ("plugins", "beginning"),
    [
        ((), "没有装入输入法接口"),
        (("compose",), "没有连上输入法"),
        (("compose", "ibus"), "没有连上输入法"),  # seen where no ibus runs
        (("ibus",), "已装入输入法接口 ibus"),
    ],
)
def test_a_fallback_is_not_taken_for_a_connection(plugins, beginning):
    assert describe(plugins, "ibus").startswith(beginning)


@pytest.mark.parametrize(
    "environ",
    [
        {"QT_IM_MODULE": "fcitx"},
        {"QT_IM_MODULES": "fcitx;ibus"},  # as the program leaves it for Qt
        {"QT_IM_MODULE": "xim", "XMODIFIERS": "@im=fcitx"},
        {"GTK_IM_MODULE": "fcitx"},
    ],
)
def test_fcitx_is_asked_for_in_either_way(environ):
    assert asks_for_fcitx(environ)


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"QT_IM_MODULE": "ibus", "XMODIFIERS": "@im=ibus", "GTK_IM_MODULE": "ibus"},
        {"QT_IM_MODULE": "compose", "XMODIFIERS": "@im=fcitx"},
    ],
)
def test_fcitx_is_not_asked_for_where_another_is(environ):
    assert not asks_for_fcitx(environ)
