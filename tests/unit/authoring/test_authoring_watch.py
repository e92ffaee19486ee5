"""A watch builds what changed, and goes on after a fault."""

import time

import pytest

from tests.unit.authoring.lessons import course, twins
from utils.authoring import watch
from utils.authoring.watch import build_each, lessons_to_build, stamps

BODY = twins("Metin.", "Text.")


def test_the_sources_and_the_glossary_are_watched(tmp_path):
    root = course(tmp_path, BODY)
    (root / "assets").mkdir()
    terms = root / "assets/terms.csv"
    terms.write_text("")
    before = stamps(root)
    assert set(before) == {root / "notebooks/01_try.md", terms}
    terms.unlink()
    assert set(stamps(root)) == {root / "notebooks/01_try.md"}


def test_only_what_changed_is_built_again(tmp_path):
    one, two, terms = (tmp_path / name for name in ("01_one.md", "02_two.md", "terms.csv"))
    before = {one: 1, two: 1, terms: 1}
    assert lessons_to_build(before, before, None) == []
    assert lessons_to_build({}, before, None) == ["01_one", "02_two"]
    assert lessons_to_build(before, before | {two: 2}, None) == ["02_two"]
    assert lessons_to_build(before, before | {terms: 2}, None) == ["01_one", "02_two"]
    assert lessons_to_build(before, before | {terms: 2}, ["02_two"]) == ["02_two"]
    assert lessons_to_build(before, {one: 1, terms: 1}, None) == []


def test_a_fault_in_one_lesson_does_not_hold_the_others_up(tmp_path, capsys):
    root = course(tmp_path, '+++ {"lang": "en"}\nAlone.\n')
    course(tmp_path, BODY, slug="02_good")
    build_each(root, ["01_try", "02_good"])
    printed = capsys.readouterr()
    assert "notebooks/01_try.md:" in printed.err
    assert "02_good: 2 files written" in printed.out
    assert (root / "tr/02_good.ipynb").exists()
    assert not (root / "tr/01_try.ipynb").exists()


class Enough(Exception):
    """Ends a watch in a test."""


def test_a_watch_builds_at_its_start_and_after_a_change(tmp_path, monkeypatch, capsys):
    root = course(tmp_path, BODY)
    source = root / "notebooks/01_try.md"
    looks = []

    def sleep(seconds):
        looks.append(seconds)
        if len(looks) == 2:
            source.write_text(source.read_text(encoding="utf-8").replace("Text.", "Other."), encoding="utf-8")
        if len(looks) == 3:
            raise Enough

    monkeypatch.setattr(time, "sleep", sleep)
    with pytest.raises(Enough):
        watch.watch(root)
    printed = capsys.readouterr().out
    assert printed.count("01_try: ") == 2
    assert "01_try: 1 files written" in printed
    assert "Other." in (root / "en/01_try.ipynb").read_text(encoding="utf-8")
