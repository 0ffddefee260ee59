"""What Qt itself says in our windows, in its own dialogs for files above all."""

import pytest
from PySide6.QtCore import QCoreApplication, QFileInfo
from PySide6.QtWidgets import QFileIconProvider

pytestmark = pytest.mark.usefixtures("qapp")


def test_the_file_dialog_names_a_folder_in_chinese(tmp_path):
    assert QFileIconProvider().type(QFileInfo(str(tmp_path))) == "文件夹"


def test_what_has_no_translation_keeps_its_words():
    assert QCoreApplication.translate("QNowhere", "Some words") == "Some words"
