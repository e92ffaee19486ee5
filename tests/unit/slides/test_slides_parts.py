"""What is presented of a small lesson: the files for JupyterLab, the handout, single cells as HTML."""

import json

import nbformat
import pytest

from tests.unit.authoring.lessons import EXERCISE, code, course, twins
from utils.authoring.slide_words import EXPORTED_KEYS, LIVE_KEYS, words
from utils.slides import export, handout, live, markup

QUESTION = (
    "Soru?\n\n- [ ] Bir → Hayır.\n- [x] İki → Evet.",
    "Question?\n\n- [ ] One → No.\n- [x] Two → Yes.",
)
BODY = (
    twins("## Oyun\n$x^2$ dediğimiz.", "## Play\nWhat we call $x^2$.")
    + code("print(1)")
    + twins("Sorun.", "Ask.", role="notes", minutes=7)
    + EXERCISE
    + twins(*QUESTION, role="question")
)


@pytest.fixture(params=["tr", "en"])
def prepared(request, tmp_path):
    """(language, notebook, folder) of a lesson that is ready to be presented."""
    root = course(tmp_path, BODY)
    path = live.prepare(root, request.param, "01_try")
    return request.param, nbformat.read(path, as_version=4), root / "build" / "presenter"


def test_a_lesson_is_made_ready_anew_each_time(prepared, tmp_path):
    language, notebook, folder = prepared
    assert notebook.metadata.presenter.language == language
    lesson = folder / language / "01_try.ipynb"
    before = lesson.read_bytes()
    lesson.write_text("{}", encoding="utf-8")
    (folder / "progress.json").write_text("{}", encoding="utf-8")
    live.prepare(tmp_path, language, "01_try")
    assert lesson.read_bytes() == before
    assert not (folder / "progress.json").exists()


def test_the_extension_lies_where_jupyterlab_looks():
    for file in (live.LABEXTENSIONS / "course-presenter" / "package.json",):
        package = json.loads(file.read_text(encoding="utf-8"))
        assert package["name"] == file.parent.name
        assert (file.parent / package["jupyterlab"]["_build"]["load"]).is_file()


def test_the_slides_say_the_same_in_both_languages():
    tr, en = words("tr"), words("en")
    assert tr.keys() == en.keys()
    assert all(tr[name] != en[name] for name in tr)
    assert all(all(entry) for entry in LIVE_KEYS + EXPORTED_KEYS)


def test_a_handout_has_the_minutes_the_solutions_and_the_answers(prepared):
    language, notebook, _ = prepared
    page = handout.handout(notebook)
    assert {"tr": "0–7. dk", "en": "min 0–7"}[language] in page
    assert {"tr": "<p>Sorun.</p>", "en": "<p>Ask.</p>"}[language] in page
    assert "return 2 * x" in page
    assert {"tr": "✓ Evet.", "en": "✓ Yes."}[language] in page
    assert "<details>" not in page


def test_formulas_are_found_in_text_and_in_folded_options():
    assert '<span class="course-inline">x^2</span>' in markup.markdown("a $x^2$ b")
    assert '<span class="course-display">y &lt; 1</span>' in markup.markdown("$$y < 1$$")
    folded = "<details><summary>A) $z$</summary>\n\nno $w$\n\n</details>"
    assert markup.markdown(folded).count('"course-inline"') == 2


def test_of_several_kinds_of_an_output_the_richest_is_shown():
    output = nbformat.v4.new_output("display_data", {"text/plain": "words", "text/html": "<b>rich</b>"})
    cell = nbformat.v4.new_code_cell(outputs=[output, nbformat.v4.new_output("stream", text="1 < 2\x1b[0m")])
    assert markup.outputs(cell) == "<b>rich</b><pre>1 &lt; 2</pre>"


def test_the_list_of_slides_names_a_page_by_its_title_else_by_its_file(tmp_path):
    for language, name, page in (("tr", "03_try", "<title>Deneme</title>"), ("en", "03_try", "")):
        (tmp_path / language).mkdir()
        (tmp_path / language / f"{name}.html").write_text(page, encoding="utf-8")
    listed = export.index(tmp_path)
    assert '<a href="tr/03_try.html">Deneme</a>' in listed
    assert '<a href="en/03_try.html">03_try</a>' in listed
