import pytest

from gui.pinyin import found


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("xxxt", "2025年度信息系统运维项目"),
        ("XTWGZ", "系统无故障运行率"),
        ("信xxt", "信息系统"),
        ("12345rx", "天津12345热线质量控制"),
        ("cqyh", "重庆银行"),  # 重 and 行 have several readings: each is tried
        ("zqxw", "重庆行为"),
        ("  运维 ", "系统运维"),
        ("", "任何项目"),
        ("ＸＸＸＴ", "信息系统"),
        ("ｏａ", "系统（OA）"),
        ("oa", "系统（ＯＡ）"),
        ("１２345", "天津12３４５热线"),
        ("oa", "办公自动化（OA）"),
        ("(oa)", "系统(OA)"),  # what means something in regular expressions is meant to the letter
    ],
)
def test_finds(query, text):
    assert found(query, text)


@pytest.mark.parametrize(
    ("query", "text"), [("xxtx", "信息系统"), ("a.c", "abc"), ("xx xt", "信息系统"), ("[", "信息")]
)
def test_does_not_find(query, text):
    assert not found(query, text)


def test_finds_a_rare_character_by_itself():
    assert found("𠮷", "𠮷林省项目")
