"""The progress store survives what files go through; the registry and the map tell what there is."""

import errno
import json
import multiprocessing
import os
import stat
from pathlib import Path

import pytest

from utils import lessons
from utils.checks import course_map, engine, lock, progress, registry, store
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
    aside = store.damaged_path()
    result = value(1)
    assert result.outcome == "correct"
    assert aside.name in result.notes[-1]
    assert aside.read_bytes() == content
    assert value(1).notes == ()
    assert progress.load()["90_store"]["value"]["tries"] == 2


def test_the_map_tells_of_a_damaged_file_too(reader, tmp_path):
    store.path().write_text("{")
    aside = store.damaged_path()
    assert aside.name in repr(progress.progress_map(tmp_path))
    assert aside.name not in repr(progress.progress_map(tmp_path))


def test_a_second_damaged_file_does_not_take_the_place_of_the_first(reader):
    for content in ("first", "second", "third"):
        store.path().write_text(content)
        value(1)
    kept = sorted(path.read_text() for path in store.path().parent.glob("*.damaged*.json"))
    assert kept == ["first", "second", "third"]


ENTRY = '{"version": 1, "lessons": {"90_store": {"value": {"solved": true, "tries": %s, "misconceptions": {}}%s}}}'


@pytest.mark.parametrize(
    "content",
    [
        ENTRY % (3, ', "\\ud800": {"solved": true, "tries": 1, "misconceptions": {}}'),
        ENTRY % ("9" * 4300, ""),
        ENTRY % ("9" * 5000, ""),
        ENTRY % (-1, ""),
        ENTRY % ("true", ""),
        '{"version": 1, "lessons": {"\\udfff": {}}}',
        ENTRY.replace('"misconceptions": {}', '"misconceptions": {"\\ud83d": 1}') % (1, ""),
    ],
)
def test_what_no_course_has_written_is_damaged_and_breaks_no_check(content, reader):
    store.path().write_text(content)
    result = value(1)
    assert result.outcome == "correct" and len(result.notes) == 1
    assert store.load() == {"90_store": {"value": {"solved": True, "tries": 1, "misconceptions": {}}}}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_a_file_saved_by_an_editor_is_read(encoding):
    store.path().write_text((ENTRY % (3, "")).replace("\n", "\r\n"), encoding=encoding)
    assert value(1).notes == ()
    assert store.load()["90_store"]["value"]["tries"] == 4


def test_a_name_with_letters_beyond_the_first_plane_is_no_damage():
    store.record("90_store", "değer🙂", "correct")
    assert value(1).notes == () and set(store.load()["90_store"]) == {"değer🙂", "value"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_a_pipe_in_its_place_does_not_hang(reader):
    os.mkfifo(store.path())
    result = value(1)
    assert result.outcome == "correct" and len(result.notes) == 1
    assert store.load() == {}


@pytest.mark.skipif(os.name == "nt", reason="Windows makes links for administrators only")
def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    real = tmp_path / "elsewhere" / "mine.json"
    store.path().symlink_to(real)
    value(2)
    value(1)
    assert store.path().is_symlink()
    assert json.loads(real.read_text())["lessons"]["90_store"]["value"]["tries"] == 2


def test_what_killed_writers_left_is_cleared_away():
    left = [store.path().with_name(f"{store.path().name}.{number}.tmp") for number in (1, 99999)]
    for path in left:
        path.write_text("{")
    other = store.path().with_name("other.tmp")
    other.write_text("")
    value(1)
    assert not any(path.exists() for path in left) and other.exists()


def test_without_the_lock_nothing_is_written_and_the_reader_is_told(monkeypatch, reader):
    value(2)
    before = store.path().read_text()
    monkeypatch.setattr(store, "LOCK_SECONDS", 0.05)
    with lock.locked(store.path().with_name(store.path().name + ".lock"), 1):
        result = value(1)
    assert result.outcome == "correct" and len(result.notes) == 1
    assert {"tr": "başka bir program", "en": "another program"}[reader] in result.notes[0]
    assert store.path().read_text() == before
    assert value(1).notes == ()


def test_a_file_system_without_locks_has_one_by_presence(monkeypatch, tmp_path):
    def unsupported(file):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_take", unsupported)
    place = tmp_path / "lock"
    with lock.locked(place, 1):
        with pytest.raises(lock.Busy), lock.locked(place, 0.05):
            pass
        held = tmp_path / "lock.held"
        os.utime(held, (0, 0))  # by a process that ended long ago
        with lock.locked(place, 1):
            pass
    with lock.locked(place, 0.05):
        pass


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


def _record_many(path, name, times):
    os.environ["COURSE_PROGRESS"] = path
    for _ in range(times):
        store.record("03_perceptron", name, "wrong", "same_name")


@pytest.mark.parametrize(("count", "method"), [(2, "spawn"), (30, "fork")])
def test_many_kernels_lose_nothing_of_each_other(count, method):
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip("only Linux and macOS fork")
    context = multiprocessing.get_context(method)
    times = 300 // count
    names = [f"exercise{number}" for number in range(count)]
    kernels = [context.Process(target=_record_many, args=(str(store.path()), name, times)) for name in names]
    for kernel in kernels:
        kernel.start()
    for kernel in kernels:
        kernel.join(60)
    lessons = progress.load()["03_perceptron"]
    assert {name: entry["tries"] for name, entry in lessons.items()} == dict.fromkeys(names, times)


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
