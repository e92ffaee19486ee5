"""The progress store survives what files go through; the registry and the map tell what there is."""

import json
import multiprocessing
import os
import stat
from pathlib import Path

import pytest

from utils import lessons
from utils.checks import course_map, engine, progress, registry, store
from utils.language import L, use_language


@engine.exercise("90_store", "value", tr="Değer", en="Value")
def value(answer):
    engine.expect(answer == 1, L("1 olmalı.", "It has to be 1."), "not_one")


def test_tries_solutions_and_misconceptions_are_counted():
    for answer in (2, 3, 1, 2, ...):
        value(answer)
    assert progress.load() == {"90_store": {"value": {"solved": True, "tries": 4, "misconceptions": {"not_one": 3}}}}
    assert json.loads(store.path().read_text())["version"] == 1
    assert sorted(path.name for path in store.path().parent.iterdir()) == [
        "progress.json",
        "progress.json.lock",
    ]


def test_an_unknown_outcome_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="unknown outcome"):
        progress.record("03_perceptron", "step", "right")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"version": 1}',
        b'{"version": 0, "lessons": {}}',
        b"[" * 100_000,
        b'{"version": 1, "lessons": {"03": 1}}',
        b'{"version": 1, "lessons": {"03": {"step": {"solved": 1}}}}',
        b'{"version": 1, "lessons": {"03": {"step": {"solved": true, "tries": "x", "misconceptions": {}}}}}',
    ],
)
def test_a_damaged_file_is_kept_aside_and_told_once(content, reader):
    store.path().write_bytes(content)
    result = value(1)
    assert result.outcome == "correct"
    assert store.damaged_path().name in result.notes[-1]
    assert store.damaged_path().read_bytes() == content
    assert value(1).notes == ()
    assert progress.load()["90_store"]["value"]["tries"] == 2


def test_the_map_tells_of_a_damaged_file_too(reader, tmp_path):
    store.path().write_text("{")
    assert store.damaged_path().name in repr(progress.progress_map(tmp_path))
    assert store.damaged_path().name not in repr(progress.progress_map(tmp_path))


def test_a_newer_file_is_left_alone(reader):
    text = '{"version": 2, "anything": []}'
    store.path().write_text(text)
    assert value(1).outcome == "correct"
    assert len(value(1).notes) == 1
    assert progress.load() == {}
    assert store.path().read_text() == text


def test_a_full_disk_does_not_change_the_verdict(monkeypatch, reader):
    value(2)
    before = store.path().read_text()

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = value(1)
    assert result.outcome == "correct"
    assert "No space left on device" in result.notes[-1]
    assert store.path().read_text() == before
    assert not list(store.path().parent.glob("*.tmp"))


def test_a_place_that_cannot_be_written(monkeypatch, tmp_path, reader):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "file" / "progress.json"))
    result = value(1)
    assert result.outcome == "correct"
    assert len(result.notes) == 1
    assert progress.load() == {}


def test_a_file_that_another_program_holds_for_a_moment(monkeypatch):
    replace, failures = os.replace, [PermissionError(13, "held"), PermissionError(13, "held")]

    def busy(*args):
        if failures:
            raise failures.pop()
        return replace(*args)

    monkeypatch.setattr(os, "replace", busy)
    assert value(1).notes == ()
    assert progress.load()["90_store"]["value"]["solved"]


def test_the_file_keeps_the_mode_of_the_readers_account():
    value(1)
    assert store.path().stat().st_mode & stat.S_IRUSR


def _record_many(path, name):
    os.environ["COURSE_PROGRESS"] = path
    for _ in range(25):
        store.record("03_perceptron", name, "wrong", "same_name")


def test_two_kernels_lose_nothing_of_each_other():
    context = multiprocessing.get_context("spawn")
    kernels = [context.Process(target=_record_many, args=(str(store.path()), name)) for name in ("a", "b")]
    for kernel in kernels:
        kernel.start()
    for kernel in kernels:
        kernel.join(60)
    lessons = progress.load()["03_perceptron"]
    assert {name: entry["tries"] for name, entry in lessons.items()} == {"a": 25, "b": 25}


def test_the_registry_reads_the_source_of_every_check_module():
    """What is read from the source is what importing would register."""
    import importlib

    for lesson, items in registry.exercises().items():
        for item in items:
            assert item.tr and item.en and item.tr != item.en, f"{lesson} {item.name}: a title in each language"
    read = {(item.lesson, item.name) for items in registry.exercises().values() for item in items}
    found = set()
    for path in Path(lessons.__file__).parent.glob("*/checks.py"):
        module = importlib.import_module(f"utils.lessons.{path.parent.name}.checks")
        found |= {(f.lesson, f.exercise) for f in vars(module).values() if hasattr(f, "exercise")}
    assert found == read


def test_a_lesson_may_be_named_once_at_the_top(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "checks.py").write_text(
        'LESSON = "03"\n@exercise(LESSON, "f", tr="a", en="b")\ndef f(x): ...\n'
    )
    assert registry.exercises(tmp_path) == {"03": (registry.Exercise("03", "f", "a", "b"),)}


def test_a_computed_exercise_name_is_refused(tmp_path):
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "checks.py").write_text('@exercise("03", NAME, tr="a", en="b")\ndef f(x): ...\n')
    with pytest.raises(ValueError, match=r"odd/checks\.py:1.*plain texts"):
        registry.exercises(tmp_path)


def _course(tmp_path, count, language):
    folder = tmp_path / language
    folder.mkdir(parents=True)
    for number in range(count):
        course = {
            "lesson": f"{number:02d}_lesson",
            "title": f"<Ders> {number}",
            "minutes": {"read": 40, "practise": number},
        }
        (folder / f"{number:02d}_lesson.ipynb").write_text(json.dumps({"metadata": {"course": course}}))
    (folder / "50_own.ipynb").write_text("{}")
    (folder / "51_half.ipynb").write_text('{"metadata"')
    return tmp_path


@pytest.mark.parametrize("count", [3, 33])
def test_the_map_shows_lessons_progress_and_links(tmp_path, monkeypatch, count, reader):
    exercises = [registry.Exercise("01_lesson", name, tr=f"{name} tr", en=f"{name} en") for name in ("one", "two")]
    monkeypatch.setattr(course_map, "exercises", lambda: {"01_lesson": tuple(exercises)})
    root = _course(tmp_path, count, reader)
    monkeypatch.chdir(root / reader)
    progress.record("01_lesson", "one", "wrong")
    progress.record("01_lesson", "one", "correct")
    progress.record("01_lesson", "two", "error")
    shown = progress.progress_map(root)
    page, text = shown._repr_html_(), repr(shown)
    assert page.count("<a ") == count + 1, "each lesson once, and the next one"
    assert 'href="01_lesson.ipynb"' in page
    assert "&lt;Ders&gt; 1" in page
    assert "<Ders> 1  ✓◐  1/2" in text
    assert {"tr": "2 alıştırmanın 1 tanesi", "en": "1 of 2 exercises"}[reader] in text
    assert len([line for line in text.splitlines() if line.startswith("  ")]) == count
    part = {"tr": "2. Bölüm · Derin ağları eğitmek", "en": "Part 2 · Training deep networks"}[reader]
    assert (part in page) == (part in text) == (count == 33), "a few lessons need no parts"


def test_a_course_without_lessons_has_an_empty_map(tmp_path, reader):
    assert "0" in repr(progress.progress_map(tmp_path))
    use_language(reader)
    assert "<a " not in progress.progress_map(tmp_path)._repr_html_()
