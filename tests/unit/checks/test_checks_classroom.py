"""A class's progress, from the files that were handed in."""

import csv
import json

import pytest

from utils import places
from utils.checks import classroom
from utils.checks.registry import exercises

LESSON = "03_perceptron"
FIRST, SECOND = (exercise.name for exercise in exercises()[LESSON][:2])


def entry(solved, **misconceptions):
    return {"solved": solved, "tries": 2, "misconceptions": misconceptions}


def hand_in(file, **done):
    file.parent.mkdir(parents=True, exist_ok=True)
    lessons = {LESSON: done} if done else {}
    file.write_text(json.dumps({"version": 1, "lessons": lessons}), encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    hand_in(tmp_path / "Ayşe.json", **{FIRST: entry(True, strict_inequality=3), SECOND: entry(True)})
    hand_in(tmp_path / "İpek" / ".progress.json", **{FIRST: entry(False, strict_inequality=1, forgot_bias=1)})
    hand_in(tmp_path / "new.json")
    return tmp_path


def test_each_student_has_a_name_and_what_they_solved(folder):
    group = classroom.collect(folder)
    assert set(group.students) == {"Ayşe", "İpek", "new"} and not group.unread
    assert [group.solved(name, LESSON) for name in ("Ayşe", "İpek", "new")] == [2, 0, 0]
    assert group.lessons() == [LESSON]


def test_misconceptions_count_students_not_tries(folder):
    assert classroom.collect(folder).misconceptions() == [
        (2, LESSON, FIRST, "strict_inequality"),
        (1, LESSON, FIRST, "forgot_bias"),
    ]


def test_what_cannot_be_read_is_named_and_stops_nothing(folder):
    (folder / "broken.json").write_text('{"version": 1, "lessons"', encoding="utf-8")
    (folder / "later.json").write_text('{"version": 99}', encoding="utf-8")
    (folder / "bytes.json").write_bytes(b"\xff\xfe\x00")
    group = classroom.collect(folder)
    assert len(group.students) == 3
    assert set(group.unread) == {"broken.json", "later.json", "bytes.json"}
    told = classroom.report(group)
    assert all(name in told for name in group.unread)


def test_two_files_of_one_name_are_kept_apart(folder):
    hand_in(folder / "again" / "Ayşe.json", **{FIRST: entry(True)})
    group = classroom.collect(folder)
    assert sorted(group.solved(name, LESSON) for name in group.students if "Ayşe" in name) == [1, 2]


def test_in_a_hubs_homes_the_progress_of_the_course_alone_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "INSTALLED", True)
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "homes" / "jupyter-ayse"))
    monkeypatch.setenv("HOME", str(tmp_path / "homes" / "jupyter-ayse"))
    hand_in(places.progress_folder() / ".progress.json", **{FIRST: entry(True)})
    hand_in(tmp_path / "homes" / "ali" / ".deep-learning-course" / ".progress.json", **{FIRST: entry(False)})
    hand_in(tmp_path / "homes" / "ali" / "project" / "data.json", **{FIRST: entry(True)})
    (tmp_path / "homes" / "new" / ".config").mkdir(parents=True)
    (tmp_path / "homes" / "new" / ".config" / "settings.json").write_text("{}", encoding="utf-8")
    group = classroom.collect(tmp_path / "homes")
    assert {name: group.solved(name, LESSON) for name in group.students} == {"ali": 0, "ayse": 1}
    assert not group.unread
    assert classroom.main(str(tmp_path / "homes"), str(tmp_path / "tables" / "week 3")) == 0
    for table in (classroom.SUMMARY, classroom.GRADEBOOK):
        assert "ayse" in (tmp_path / "tables" / "week 3" / table).read_text(encoding="utf-8-sig")
        assert not (tmp_path / "homes" / table).exists()


def test_the_report_and_the_table_agree(folder, reader, capsys):
    assert classroom.main(str(folder)) == 0
    told = capsys.readouterr().out
    assert {"tr": "Öğrenci", "en": "Student"}[reader] in told and "strict_inequality" in told
    with (folder / classroom.SUMMARY).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter={"tr": ";", "en": ","}[reader]))
    assert rows[0][1:] == [LESSON]
    assert dict(rows[1:]) == {"Ayşe": "2", "İpek": "0", "new": "0"}


def test_the_gradebook_has_the_share_that_each_has_solved(folder, reader, capsys):
    classroom.main(str(folder))
    assert str(folder / classroom.GRADEBOOK) in capsys.readouterr().out
    text = (folder / classroom.GRADEBOOK).read_text(encoding="utf-8")  # in both languages; a byte order mark would show
    share = round(100 * 2 / len(exercises()[LESSON]))
    assert text.splitlines() == [f"username,{LESSON} (%)", f"Ayşe,{share}", "İpek,0", "new,0"]
    assert 0 < share < 100


def test_a_name_is_never_a_formula(tmp_path):
    hand_in(tmp_path / "=1+1.json", **{FIRST: entry(True)})
    classroom.main(str(tmp_path))
    for table in (classroom.SUMMARY, classroom.GRADEBOOK):
        assert "'=1+1" in (tmp_path / table).read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("name", ["missing", ""])
def test_no_folder_and_an_empty_folder_say_what_to_do(tmp_path, name, capsys):
    assert classroom.main(str(tmp_path / name)) > 0
    told = capsys.readouterr()
    assert told.err.strip() and not told.out
