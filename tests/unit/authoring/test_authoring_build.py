"""From a source to notebooks: the editions, and that a build never wavers."""

import io
import json
from contextlib import redirect_stdout

import nbformat
import pytest

from tests.unit.authoring.lessons import EXERCISE, code, course, twins
from utils.authoring import SourceError, build, build_edition, notebook, stale
from utils.authoring.__main__ import main
from utils.authoring.build import _write
from utils.authoring.console import chosen, run

BODY = (
    twins("## Oyun\n**Ağırlık** (weight).", "## Play\nText.", slide="subslide")
    + twins("Üç dakika sorun.", "Ask for three minutes.", role="notes", minutes=3)
    + code('print(L("evet", "yes"))    # çıktı | output', "nbval-check-output")
    + twins("```\nevet\n```", "```\nyes\n```", role="output")
    + "+++\n$$x^2$$\n\n"
    + EXERCISE
    + twins("Kaç?\n- [ ] 1 → Hayır.\n- [x] 2 → Evet.", "How many?\n- [ ] 1 → No.\n- [x] 2 → Yes.", role="question")
)


@pytest.fixture
def root(tmp_path):
    return course(tmp_path, BODY, "weight")


def read(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def sources(notebook):
    return [cell.source for cell in notebook.cells]


def test_both_languages_have_the_same_cells_in_their_own_words(root):
    build(root)
    tr, en = read(root / "tr/01_try.ipynb"), read(root / "en/01_try.ipynb")
    assert [(cell.id, cell.cell_type) for cell in tr.cells] == [(cell.id, cell.cell_type) for cell in en.cells]
    assert 'use_language("tr")' in tr.cells[1].source
    assert 'use_language("en")' in en.cells[1].source
    assert 'print("evet")    # çıktı' in sources(tr)
    assert 'print("yes")    # output' in sources(en)
    assert "$$x^2$$" in sources(tr)
    assert "$$x^2$$" in sources(en)


def test_building_twice_gives_the_same_bytes_and_writes_nothing(root):
    assert len(build(root)) == 2
    before = (root / "tr/01_try.ipynb").read_bytes()
    assert build(root) == []
    assert (root / "tr/01_try.ipynb").read_bytes() == before
    assert b"\r" not in before


def test_the_student_gets_a_stub_hints_and_a_folded_solution(root):
    build(root)
    texts = sources(read(root / "en/01_try.ipynb"))
    start = texts.index("def double(x):\n    ...")
    assert "<summary>Hint 1</summary>" in texts[start + 1]
    assert "<summary>Hint 2</summary>" in texts[start + 2]
    assert "<summary>Solution</summary>" in texts[start + 3]
    assert "return 2 * x" in texts[start + 3]
    assert texts[start + 4] == "check.double(double)"
    assert not any("SOLUTION" in text or "Ask for three" in text for text in texts)


def test_the_solution_edition_holds_the_solution_itself(root, tmp_path):
    paths = build_edition(root, "solution", tmp_path / "out", languages=("tr",))
    assert [path.name for path in paths] == ["01_try.ipynb"]
    texts = sources(read(paths[0]))
    assert "def double(x):\n    return 2 * x" in texts
    assert not any("<summary>Çözüm" in text for text in texts)
    tagged = [cell.source for cell in read(paths[0]).cells if "solution" in cell.metadata.get("tags", ())]
    assert tagged == ["def double(x):\n    return 2 * x"]


def test_the_presenter_edition_has_slides_notes_and_solutions(root, tmp_path):
    build_edition(root, "presenter", tmp_path / "out")
    notebook = read(tmp_path / "out/en/01_try.ipynb")
    types = {cell.id: cell.metadata.get("slideshow", {}).get("slide_type") for cell in notebook.cells}
    notes = next(cell for cell in notebook.cells if "Ask for three" in cell.source)
    assert notes.source.startswith("**3 min.**")
    assert types[notes.id] == "notes"
    assert types["header"] == "slide"
    assert types["play-1"] == "subslide"
    solution = next(cell for cell in notebook.cells if "return 2 * x" in cell.source)
    assert solution.cell_type == "code"
    assert solution.metadata.tags == ["solution"]  # shown at a key, in place of the stub
    assert not any(cell.get("outputs") for cell in notebook.cells)  # the room guesses before it sees


def test_an_edition_is_rendered_again_only_where_something_changed(root, tmp_path, monkeypatch):
    rendered, render = [], notebook.render
    monkeypatch.setattr(notebook, "render", lambda lesson, *how: rendered.append(lesson.slug) or render(lesson, *how))
    course(root, BODY, "weight", "02_next")
    texts = [path.read_bytes() for path in build_edition(root, "student", tmp_path / "out")]
    assert [path.read_bytes() for path in build_edition(root, "student", tmp_path / "out")] == texts
    assert rendered == ["01_try", "02_next"]
    build_edition(root, "solution", tmp_path / "other", lessons=["01_try"])
    assert rendered == ["01_try", "02_next", "01_try"]

    def change(slug, old, new):
        source = root / "notebooks" / f"{slug}.md"
        source.write_text(source.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        rendered.clear()
        return [path.read_text(encoding="utf-8") for path in build_edition(root, "student", tmp_path / "out")]

    assert "Another text." in "".join(change("02_next", "Text.", "Another text."))
    assert rendered == ["02_next"]
    change("01_try", "A try", "A second try")  # a title stands in the lessons that build on it
    assert rendered == ["01_try", "02_next"]


def test_faults_are_not_kept(root, tmp_path):
    source = root / "notebooks" / "01_try.md"
    source.write_text(source.read_text(encoding="utf-8").replace("return 2 * x", "return 2 *"), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(SourceError):
            build_edition(root, "student", tmp_path / "out")


def test_only_tagged_cells_keep_an_output_and_it_is_the_authors(root):
    build(root)
    cells = [cell for cell in read(root / "tr/01_try.ipynb").cells if cell.cell_type == "code"]
    outputs = [cell.outputs for cell in cells if cell.outputs]
    assert outputs == [[{"name": "stdout", "output_type": "stream", "text": "evet\n"}]]


def test_the_notebook_says_where_it_comes_from(root):
    build(root)
    metadata = json.loads((root / "tr/01_try.ipynb").read_text(encoding="utf-8"))["metadata"]["course"]
    assert metadata["source"] == "notebooks/01_try.md"
    assert (metadata["language"], metadata["edition"], metadata["lesson"]) == ("tr", "student", "01_try")


def test_the_header_holds_the_front_matter_and_questions_fold(root):
    build(root)
    texts = sources(read(root / "en/01_try.ipynb"))
    assert texts[0].startswith("# A try\n\nA promise.")
    assert "- One" in texts[0]
    question = next(text for text in texts if text.startswith("**Question 1.**"))
    assert "<summary>A) 1</summary>\n\n✗ No." in question
    assert "<summary>B) 2</summary>\n\n✓ Yes." in question


def test_stale_names_what_differs(root):
    build(root)
    assert stale(root) == []
    (root / "tr/01_try.ipynb").write_text("{}")
    (root / "en/01_try.ipynb").unlink()
    (root / "en/99_gone.ipynb").write_text("{}")
    found = stale(root)
    assert any("99_gone" in sentence and "no source" in sentence for sentence in found)
    assert any("en/01_try.ipynb is missing" in sentence for sentence in found)
    assert any("tr/01_try.ipynb is not what" in sentence for sentence in found)


def test_a_fault_anywhere_writes_nothing(root):
    course(root, twins("Metin.", "Text.") + '+++ {"lang": "en"}\nAlone.\n', slug="02_bad")
    with pytest.raises(SourceError, match=r"notebooks/02_bad\.md:\d+: "):
        build(root)
    assert not (root / "tr").exists()


def test_needs_become_links(root):
    build(root)
    course(root, BODY, "weight", slug="02_next")
    path = root / "notebooks/02_next.md"
    path.write_text(path.read_text(encoding="utf-8").replace("needs: []", "needs: [01_try]"), encoding="utf-8")
    build(root)
    assert "[Deneme](01_try.ipynb)" in sources(read(root / "tr/02_next.ipynb"))[0]


@pytest.mark.parametrize("word", ["1", "01", "01_try"])
def test_a_lesson_is_named_by_its_number_or_its_slug(root, word):
    assert chosen(root, [word]) == ["01_try"]


def test_an_unknown_lesson_is_named(root):
    with pytest.raises(ValueError, match="no lesson 07_gone in notebooks/; there are 01_try"):
        build(root, ["07_gone"])


def test_a_command_runs_whatever_it_prints_to():
    said = io.StringIO()
    with redirect_stdout(said):
        assert run(lambda: print("evet")) == 0
    assert said.getvalue() == "evet\n"


def test_only_the_chosen_lesson_has_to_be_without_fault(root):
    course(root, '+++ {"lang": "en"}\nAlone.\n', slug="02_bad")
    assert len(build(root, ["01_try"])) == 2
    assert stale(root, ["01_try"]) == []


def test_a_faulty_head_is_a_fault_of_the_lesson_that_needs_it(root):
    course(root, BODY, "weight", slug="02_next")
    for name, old, new in (("01_try", "title:", "titel:"), ("02_next", "needs: []", "needs: [01_try]")):
        path = root / f"notebooks/{name}.md"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(SourceError, match=r"02_next\.md:9: `needs:` leads to '01_try', whose front matter"):
        build(root, ["02_next"])


def test_a_circle_of_needs_is_found(root):
    course(root, BODY, "weight", slug="02_next")
    for name, need in (("01_try", "02_next"), ("02_next", "01_try")):
        path = root / f"notebooks/{name}.md"
        text = path.read_text(encoding="utf-8").replace("needs: []", f"needs: [{need}]")
        path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="leads back to '01_try' itself"):
        build(root)


def test_windows_line_ends_and_its_mark_change_nothing(root):
    build(root)
    path = root / "notebooks/01_try.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert stale(root) == []


def test_a_source_that_is_not_utf8_is_named(root):
    path = root / "notebooks/01_try.md"
    path.write_bytes(path.read_bytes() + "ğ".encode("iso-8859-9"))
    with pytest.raises(SourceError, match=r"01_try\.md:\d+: the file is not UTF-8"):
        build(root)


def test_commands_answer_with_an_exit_code(root, capsys):
    assert main(["build"], root) == 0
    assert main(["build", "--check"], root) == 0
    (root / "tr/01_try.ipynb").unlink()
    assert main(["build", "--check"], root) == 1
    assert main(["build", "77"], root) == 1
    assert "no lesson '77'" in capsys.readouterr().err


def test_writing_the_same_text_leaves_the_file_alone(tmp_path):
    assert _write(tmp_path / "a" / "b.txt", "ğ\n")
    assert not _write(tmp_path / "a" / "b.txt", "ğ\n")
