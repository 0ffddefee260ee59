"""What the status line says of the grid keeps up with every edit and every step back."""

from PySide6.QtWidgets import QApplication


def places(desk):
    seen = []
    desk.editor.status_changed.connect(lambda place: seen.append(str(place)))
    return seen


def test_the_sum_follows_a_fill_and_its_undo(desk):
    seen = places(desk)
    desk.click(0, 4)
    desk.keys("Shift+Down", "Shift+Down")
    before = seen[-1]
    assert "合计" in before
    values = desk.column(4)[:3]
    desk.keys("Ctrl+D")
    number = values[0].rstrip("次个%人项")
    assert f"合计 {int(number) * 3}{values[0].removeprefix(number)}" in seen[-1]
    desk.session.undo()
    assert seen[-1] == before


def test_the_selection_outlives_the_undo_of_a_fill(desk):
    desk.click(0, 4)
    desk.keys("Shift+Down", "Shift+Down", "Ctrl+D")
    change = desk.session.next_step(undoing=True)
    desk.session.undo()
    desk.editor.show_change(change.edits)
    assert desk.selected() == {(0, 4), (1, 4), (2, 4)}


def test_the_number_of_rows_follows_a_paste_and_its_undo(desk):
    seen = places(desk)
    rows = len(desk.texts())
    desk.click(0, 2)
    QApplication.clipboard().setText("\n".join(f"指标{n}" for n in range(20)))
    desk.keys("Ctrl+V")
    assert "共 20 行" in seen[-1]
    desk.session.undo()
    assert f"共 {rows} 行" in seen[-1]
