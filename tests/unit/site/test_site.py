"""The pure parts of the web site: formulas, outputs, map, glossary, search, links."""

import base64
import io
import re
import threading
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest
from docutils import nodes
from docutils.utils import new_document
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from utils.authoring.repository import Repository
from utils.execution import executed
from utils.glossary import load_terms
from utils.site import __main__ as site_main
from utils.site import build, equations, links
from utils.site.course_map import FIRST, OPENING, WISHES, map_page, parts_of
from utils.site.glossary_page import glossary_page, introductions
from utils.site.instructors_page import instructors_page
from utils.site.instructors_page import title as instructors_title
from utils.site.outputs import Outputs
from utils.site.pages import first_explorer, lesson_page
from utils.site.passages import passages
from utils.site.search import FOLDING, SPLITTER, CourseTurkish
from utils.site.words import THEME_TR, WORDS, write_catalogue

ROOT = Path(__file__).resolve().parents[3]
COURSE = {
    "language": "tr",
    "lesson": "03_perceptron",
    "title": "Perceptron",
    "promise": "Bir nöron <yazacaksınız>.",
    "minutes": {"read": 45, "practise": 40},
    "exercises": 5,
}


def test_notebooks_are_read_in_the_main_thread_and_run_in_two(monkeypatch, tmp_path):
    """Python 3.11 cannot parse in two threads at once (CPython gh-106905), and reading one parses what it uses."""
    threads = {"read": set(), "run": set()}
    monkeypatch.setattr(executed, "key", lambda notebook: threads["read"].add(threading.current_thread()))
    monkeypatch.setattr(executed, "_run", lambda *_: threads["run"].add(threading.current_thread()))
    monkeypatch.setattr(executed, "keep", lambda *_: None)
    monkeypatch.setattr(executed, "kept", lambda _: None)
    paths = []
    for language in ("tr", "en"):
        for lesson in ("03_x", "04_y"):
            notebook = new_notebook()
            notebook.metadata.course = {"language": language, "lesson": lesson}
            paths.append(tmp_path / language / f"{lesson}.ipynb")
            paths[-1].parent.mkdir(exist_ok=True)
            nbformat.write(notebook, paths[-1])
    found = build._run_all(paths)
    assert {language: sorted(lessons) for language, lessons in found.items()} == {
        language: ["03_x", "04_y"] for language in ("tr", "en")
    }
    assert threads["read"] == {threading.main_thread()}
    assert threads["run"] and threading.main_thread() not in threads["run"]


@pytest.fixture
def formulas():
    """KaTeX, ended after the test: its thread would keep pytest alive."""
    yield equations.typeset
    equations.close()


def test_formulas_are_typeset_with_mathml_beside(formulas):
    html = formulas(r"z = w_1 x_1 + b")
    assert "<math" in html and "katex-html" in html and "\n" not in html
    assert "katex-display" in formulas(r"\text{ağırlık} \ge 0", display=True)


def test_a_formula_that_cannot_be_read_stops_the_build(formulas):
    with pytest.raises(equations.FormulaError, match=r"\\frac"):
        formulas(r"\frac{1}")


def png(size=(40, 20)):
    buffer = io.BytesIO()
    Image.new("RGB", size, "white").save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def test_a_figure_becomes_a_file_with_size_and_words(tmp_path):
    outputs = Outputs(tmp_path / "outputs", [])
    told = {"image/png": {"width": 20, "height": 10, "alt": 'iki "nokta"'}}
    output = new_output("display_data", {"image/png": png(), "text/plain": "Figure"}, metadata=told)
    html = outputs.rewritten(output, "Şekil: Başlık").data["text/html"]
    assert 'width="20" height="10"' in html and 'alt="iki &quot;nokta&quot;"' in html
    assert len(list((tmp_path / "outputs").glob("*.png"))) == 1
    wordless = new_output("display_data", {"image/png": png()})
    assert 'alt="Şekil: Başlık"' in outputs.rewritten(wordless, "Şekil: Başlık").data["text/html"]


def test_a_recording_goes_into_a_script_and_old_files_go(tmp_path):
    old = tmp_path / "outputs" / "old.js"
    old.parent.mkdir()
    old.touch()
    outputs = Outputs(tmp_path / "outputs", [])
    html = '<div class="dlx-embedded" id="a"><p>x</p><script type="text/plain" class="dlx-film">QUJD</script></div>'
    made = outputs.rewritten(new_output("display_data", {"text/html": html}), "").data["text/html"]
    outputs.remove_others()
    (script,) = (tmp_path / "outputs").iterdir()
    assert script.read_text() == 'document.currentScript.film="QUJD";\n'
    assert f'data-film="_static/outputs/{script.name}"' in made and "QUJD" not in made


def test_links_to_lessons_lead_to_pages_or_to_none(tmp_path):
    outputs = Outputs(tmp_path / "outputs", ["03_perceptron"])
    html = '<a href="03_perceptron.ipynb">3</a><a href="04_x.ipynb">4</a>'
    made = outputs.rewritten(new_output("display_data", {"text/html": html}), "").data["text/html"]
    assert made == '<a href="03_perceptron.html">3</a><a >4</a>'


def test_a_page_has_the_places_that_both_languages_share(tmp_path, formulas):
    cells = [
        new_markdown_cell("# Perceptron\n\n[Tensörler](02_tensors.ipynb), [CNN](15_cnn.ipynb)", id="header"),
        new_markdown_cell("<details><summary>A) $x_1$</summary>\n\nEvet\n\n</details>", id="ask-1"),
        new_code_cell("1", id="ask-2"),
    ]
    notebook = new_notebook(cells=cells, metadata={"course": COURSE})
    page, again = (lesson_page(deepcopy(notebook), Outputs(tmp_path / "outputs", ["15_cnn"])) for _ in range(2))
    assert page == again  # else Sphinx would make every page anew
    text = "\n".join(cell.source for cell in page.cells)
    assert 'id="c-ask-1"' in text and 'id="c-ask-2"' in text and 'id="c-header"' not in text
    assert "katex" in text and "$" not in text
    assert "Tensörler," in text and "[CNN](15_cnn.ipynb)" in text
    nbformat.validate(page)


@pytest.mark.parametrize(("language", "words"), [("tr", "Google Colab’de açın"), ("en", "Open in Google Colab")])
def test_a_page_offers_colab_where_the_repository_is_known(tmp_path, language, words):
    notebook = new_notebook(
        cells=[new_markdown_cell("# A", id="header")], metadata={"course": COURSE | {"language": language}}
    )
    outputs = Outputs(tmp_path / "outputs", [])
    (_, note) = lesson_page(deepcopy(notebook), outputs, Repository("owner", "course", "autumn")).cells
    address = f"https://colab.research.google.com/github/owner/course/blob/autumn/{language}/03_perceptron.ipynb"
    assert f'<a href="{address}">{words}</a>' in note.source
    (_, note) = lesson_page(notebook, outputs).cells
    assert "olab" not in note.source and "own-computer" in note.source


@pytest.mark.parametrize(
    ("pyproject", "given", "repository", "told"),
    [
        ("", None, None, True),
        ("", "https://github.com/a/b", Repository("a", "b"), True),
        ("https://github.com/c/d", None, Repository("c", "d"), False),
        ("https://github.com/c/d", "https://github.com/a/b", Repository("a", "b"), False),
    ],
)
def test_the_repository_is_that_of_the_project_unless_another_is_given(
    monkeypatch, tmp_path, capsys, pyproject, given, repository, told
):
    (tmp_path / "pyproject.toml").write_text(f'[project.urls]\nRepository = "{pyproject}"\n', encoding="utf-8")
    built = []
    monkeypatch.setattr(site_main, "ROOT", tmp_path)
    monkeypatch.setattr(site_main, "build_site", lambda *_, **named: built.append(named["repository"]) or tmp_path)
    words = ["--pyodide", str(tmp_path), *(["--repository", given] if given else [])]
    assert site_main.main(words) == 0
    assert built == [repository]
    assert ("Repository = " in capsys.readouterr().out) == told


@pytest.mark.parametrize(("language", "minutes"), [("tr", "85 dk"), ("en", "85 min")])
def test_the_map_lists_parts_and_escapes(language, minutes):
    pictures, explorers = {"03_perceptron": "<img>"}, {"15_cnn": "<div>15</div>", "03_perceptron": "<div>03</div>"}
    page = map_page([COURSE, {**COURSE, "lesson": "15_cnn", "title": "CNN"}], language, pictures, explorers)
    assert "<div>03</div>" in page and "<div>15</div>" not in page
    assert '<li value="3"><img><a' in page and '<li value="15"><a' in page
    assert "[15 · CNN](15_cnn.ipynb)" in page and "](00_start.ipynb)" not in page and "](instructors.md)" in page
    assert minutes in page and 'href="03_perceptron.html"' in page and "&lt;yazacaksınız&gt;" in page
    assert "03 · Perceptron <03_perceptron>" in page and "glossary" in page
    assert len(parts_of([COURSE, {**COURSE, "lesson": "15_cnn"}], language)) == 2


def test_the_map_of_lessons_without_an_explorer_speaks_of_none():
    assert OPENING["en"] not in map_page([COURSE], "en", {}, {})


def test_every_lesson_that_a_wish_names_is_there():
    lessons = {path.stem for path in ROOT.glob("notebooks/*.md")}
    assert FIRST in lessons and {slug for _, _, slugs in WISHES for slug in slugs} <= lessons


@pytest.mark.parametrize(("language", "heading"), [("tr", "## Sunmak"), ("en", "## Presenting")])
def test_the_page_for_instructors_is_theirs_in_one_language(language, heading):
    page = instructors_page(ROOT / "INSTRUCTORS.md", ["03_perceptron"], language)
    assert page.startswith(f"# {instructors_title(language)}\n\n") and f"\n{heading}\n" in page
    outside = ("https://tljh", "https://z2jh", "https://mybinder")
    links = {link for link in re.findall(r"\]\(([^)]*)\)", page) if not link.startswith(outside)}
    assert links == {"03_perceptron.ipynb"}
    assert "<!--" not in page and "| 1 |" in page and "`CONTRIBUTING.md`" in page
    assert ("Presenting" in page) == (language == "en")


def test_the_first_explorer_of_a_notebook_is_found_behind_other_outputs():
    explorer = new_output("display_data", {"text/html": '<div class="dlx-embedded">'})
    cells = [new_markdown_cell("x"), new_code_cell("1", outputs=[new_output("stream", text="1"), explorer])]
    assert first_explorer(new_notebook(cells=cells)) is explorer
    assert first_explorer(new_notebook(cells=cells[:1])) is None


def test_a_term_is_linked_to_where_it_is_introduced():
    weight = next(term for term in load_terms() if term.en == "weight")
    table = f"| Türkçe | İngilizce | Anlamı |\n| :--- | :--- | :--- |\n| {weight.tr} | weight | {weight.note_tr} |"
    cells = [
        new_markdown_cell("**ağırlıklardır** (weights)", id="first"),
        new_markdown_cell(table, id="words"),
    ]
    where = introductions({"03_perceptron": new_notebook(cells=cells)})
    assert where == {"weight": ("03_perceptron", "c-first")}
    page = glossary_page(where, {"03_perceptron": "Perceptron"}, "tr")
    assert '<a href="03_perceptron.html#c-first">03 · Perceptron</a>' in page
    assert page.index('id="t-weight"') < page.index('href="#t-weight"')


def test_turkish_search_folds_what_it_stems():
    search = CourseTurkish({})
    stems = {search.stem(word) for word in ("ağırlık", "AĞIRLIKLARI", "ağırlıkların", "Ağırlığı")}
    assert "agirlik" in stems and len(stems) <= 2
    assert search.stem("İPUCU") == search.stem("ipucu")
    assert "TurkishStemmer" in search.js_stemmer_code and search.js_stemmer_code.endswith(FOLDING)
    assert search.js_splitter_code == SPLITTER


def test_the_search_page_quotes_what_is_explained_where_it_stands(formulas):
    def raw(html):
        return nodes.raw("", html, format="html")

    def cell(source, output):
        shown = nodes.container("", nodes.literal_block("", output), classes=["cell_output"])
        return nodes.container("", nodes.container("", nodes.literal_block("", source)), shown)

    page = new_document("page")
    page += nodes.section("", nodes.title("", "Nöron"), nodes.paragraph("", "Bu derste:"))
    page += raw('<span class="place" id="c-idea-1"></span>')
    formula, hard = nodes.math("", "w = 0{,}5"), nodes.math("", r"\hat y")
    said = nodes.paragraph("", "", nodes.Text("a < b, "), formula, nodes.Text(" ve "), hard)
    page += nodes.section("", nodes.title("", "Fikir"), said)
    page += raw('<span class="place" id="c-idea-2"></span>')
    page += cell("x = 1\nprint(x)", "put out")
    page += raw('<span class="place" id="c-idea-2-solution"></span>')
    page += cell("x = 2", "")
    page += raw(f'<dl><dt id="t-weight">ağırlık</dt><dd>&lt;{formulas("x_1")}&gt;</dd></dl>')
    assert passages(page) == [
        {"place": "", "heading": "Nöron", "prose": ["Bu derste:"], "code": []},
        {"place": "c-idea-1", "heading": "Fikir", "prose": ["a < b, w = 0,5 ve …"], "code": []},
        {"place": "c-idea-2", "heading": "Fikir", "prose": [], "code": ["x = 1 print(x)"]},
        {"place": "t-weight", "heading": "Fikir", "prose": ["ağırlık <x_1>"], "code": []},
    ]


def test_the_sites_words_exist_in_both_languages(tmp_path):
    assert WORDS["tr"].keys() == WORDS["en"].keys()
    import gettext

    catalogue = gettext.translation("sphinx", write_catalogue(tmp_path), languages=["tr"])
    assert all(catalogue.gettext(english) == turkish for english, turkish in THEME_TR.items())


def faults(tmp_path, html):
    (tmp_path / "page.html").write_text(html, encoding="utf-8")
    (tmp_path / "other.html").write_text('<p id="here">x</p>', encoding="utf-8")
    return links.faults(tmp_path)


def test_sound_links_are_no_faults(tmp_path):
    html = '<a href="other.html#here">a</a><a href="https://example.org">b</a><img src="data:x" alt="c">'
    assert faults(tmp_path, html) == []


def test_links_are_read_as_a_browser_reads_them(tmp_path):
    quoted = '<span class="x > y" title=\'"\' id="here">a</span><a title="1 > 0" href="#here">b</a>'
    written = """<script>page = '<a href="none.html">'; last = "</div><img src='none.png'>";</script>"""
    assert faults(tmp_path, quoted + written) == []
    assert "leads nowhere" in faults(tmp_path, f'{written}<a title="1 > 0" href="none.html">c</a>')[0]


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('<a href="none.html">a</a>', "leads nowhere"),
        ('<a href="other.html#nowhere">a</a>', "no place"),
        ('<a href="file:///tmp/x">a</a>', "odd link"),
        ('<script src="https://example.org/x.js"></script>', "elsewhere"),
        ('<link rel="stylesheet" href="//example.org/x.css">', "elsewhere"),
        ('<img src="none.png" alt="a">', "not there"),
        ('<img src="data:x">', "without words"),
    ],
)
def test_faults_are_named(tmp_path, html, words):
    (fault,) = faults(tmp_path, html)
    assert words in fault and fault.startswith("page.html")
