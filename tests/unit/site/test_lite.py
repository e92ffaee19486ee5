"""What the site says of notebooks in the browser, and what it would give them; the browser tests run it."""

import json
import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from utils.language import LANGUAGES
from utils.site import lite, pyodide
from utils.site.course_map import TITLE
from utils.widgets import luggage

ROOT = Path(__file__).resolve().parents[3]
PINS = sorted(ROOT.glob("utils/site/lite-*.txt"))
PAGE = """<html><head><title>JupyterLite</title><link href="../build/x.js"><script data-jupyter-lite-root="..">
import('../config-utils.js')</script></head><p>Loading JupyterLite...
JupyterLite requires JavaScript to be enabled in your browser."""


def test_lessons_that_run_there_are_offered_and_no_others():
    lessons = [path.stem for path in ROOT.glob("notebooks/??_*.md")]
    offered = sorted(lesson[:2] for lesson in lessons if lite.runs(lesson))
    assert offered == sorted(lite.NUMBERS)
    for language in LANGUAGES:
        for lesson in lessons:
            assert (f"lab/{language}/index.html?path={language}/{lesson}.ipynb" in lite.way(language, lesson)) == (
                lite.runs(lesson)
            )


@pytest.mark.parametrize("file", PINS, ids=[file.stem for file in PINS])
def test_every_tool_is_pinned_by_version_and_checksum(file):
    for line in file.read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"[a-z-]+==[\d.]+ --hash=sha256:[0-9a-f]{64}", line), line


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_a_page_of_its_own(tmp_path, language):
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    lite._write_page(tmp_path, language, ["tr/03_perceptron.ipynb"])
    text = (tmp_path / language / "index.html").read_text(encoding="utf-8")
    assert 'data-notebooks="tr/03_perceptron.ipynb"' in text
    assert TITLE[language] in text and "JupyterLite" not in text and f'lang="{language}"' in text
    assert not re.search(r"[\"']\.\./(?!\.\.)", text)  # everything lies one folder further up
    told = json.loads((tmp_path / language / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    assert told["settingsOverrides"]["@jupyterlab/translation-extension:plugin"]["locale"] == lite.LOCALE[language]


def test_another_form_of_the_page_is_named_not_passed_over(tmp_path, reader):
    (tmp_path / "index.html").write_text("<html>", encoding="utf-8")
    with pytest.raises(lite.LiteError, match="JupyterLite"):
        lite._write_page(tmp_path, reader, [])


def test_a_package_is_named_by_its_content_and_found_by_what_it_holds():
    files, others = {}, {}
    lite._add(
        files, others, "small", {"small/__init__.py": b"1", "one.py": b"2", "small-1.dist-info/METADATA": b"3"}, []
    )
    assert others["small"]["imports"] == ["one", "small"]
    assert list(files) == [others["small"]["file_name"]]
    lock = json.loads(pyodide.lock(["numpy"], others))["packages"]
    assert set(lock) == {"numpy", "small"}


def test_where_a_tool_cannot_be_had_it_says_so(tmp_path, monkeypatch, reader):
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "nothing yet"))
    with pytest.raises(lite.LiteError, match="uv"):
        lite.tools(tmp_path / "build")
    assert not [path for path in (tmp_path / "build").glob("*") if path.suffix != ".draft"]


def test_what_no_browser_has_lies_ready_there(tmp_path, monkeypatch):
    for (module, name), (path, content) in zip(lite.BROUGHT, lite._brought().items(), strict=True):
        load = getattr(import_module(module), name)
        file = tmp_path / Path(path).relative_to("utils/course")
        file.parent.mkdir(parents=True)
        file.write_bytes(content)
        monkeypatch.setattr(luggage, "course_file", tmp_path.joinpath)
        ready = luggage.packed(load._load)
        monkeypatch.setattr(ready, "_load", None)  # it is not asked
        assert ready().keys() == load().keys()
        assert all(np.array_equal(ready()[key], array) for key, array in load().items())
