"""What is written for those who teach: questions for Moodle, and lessons as assignments."""

import json
import math
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.unit.authoring.lessons import EXERCISE, course, twins
from utils.authoring import question
from utils.authoring.__main__ import main
from utils.authoring.build import sources
from utils.authoring.moodle import quiz_of
from utils.language import LANGUAGES

ROOT = Path(__file__).resolve().parents[3]
ASKED = (
    twins("## Sorular\nBir seçeneği açın.", "## Questions\nOpen an option.")
    + twins(
        "$a < b$ ise `x` kaçtır?\n\n- [ ] 2. derste **yok** → Hayır: $5 > 3$.\n- [x] 7 → Evet: a & b.",
        "If $a < b$, what is `x`?\n\n- [ ] 2. none in **it** → No: $5 > 3$.\n- [x] 7 → Yes: a & b.",
        role="question",
    )
    + twins(
        "Hangileri?\n\n- [x] Bir → Evet.\n- [x] İki → Evet.\n- [ ] Üç → Hayır.",
        "Which?\n\n- [x] One → Yes.\n- [x] Two → Yes.\n- [ ] Three → No.",
        role="question",
    )
)


@pytest.fixture
def root(tmp_path):
    return course(tmp_path, EXERCISE + ASKED, slug="01_try")


def read(path):
    """Return {question's idnumber: element} and the categories, in order."""
    quiz = ElementTree.parse(path).getroot()
    questions = {element.findtext("idnumber"): element for element in quiz.findall("question[@type='multichoice']")}
    return questions, [element.findtext("category/text") for element in quiz.findall("question[@type='category']")]


def test_questions_become_moodles_own(root, capsys):
    assert main(["questions", "--language", "en"], root) == 0
    assert "(2 questions)" in capsys.readouterr().out and not (root / "teaching/questions-tr.xml").exists()
    questions, categories = read(root / "teaching/questions-en.xml")
    assert categories == ["$course$/top/Deep learning/01 A try"] and list(questions) == ["01_try-1", "01_try-2"]
    one, several = questions.values()
    assert one.findtext("name/text") == "01.1 If …, what is x?"
    shown = '<p>If <span class="math inline">{}</span>, what is <code>x</code>?</p>'
    assert one.findtext("questiontext/text") == shown.format(r"\(a &lt; b\)")
    assert [answer.get("fraction") for answer in one.findall("answer")] == ["0", "100"]
    assert (
        one.findtext("answer/text") == "<p>2. none in <strong>it</strong></p>"
    )  # a line, and no list that begins at 2
    assert r"\(5 &gt; 3\)" in one.findtext("answer/feedback/text")
    assert [question.findtext("single") for question in (one, several)] == ["true", "false"]
    assert [answer.get("fraction") for answer in several.findall("answer")] == ["50", "50", "-50"]


def test_a_slash_in_a_title_opens_no_category(root):
    source = root / "notebooks/01_try.md"
    source.write_text(source.read_text(encoding="utf-8").replace('en: "A try"', 'en: "A/try"'), encoding="utf-8")
    main(["questions"], root)
    assert read(root / "teaching/questions-en.xml")[1] == ["$course$/top/Deep learning/01 A//try"]


def test_every_question_of_the_course_can_be_read_back_and_graded():
    lessons = sources(ROOT)
    for language in LANGUAGES:
        quiz = ElementTree.fromstring(ElementTree.tostring(quiz_of(lessons, language)))
        found = quiz.findall("question[@type='multichoice']")
        written = [u.texts[language] for lesson in lessons for u in lesson.units if u.role == "question"]
        assert len(found) == len(written) > 100
        for element, text in zip(found, written, strict=True):
            options = question.parse(text)[1]
            fractions = [float(answer.get("fraction")) for answer in element.findall("answer")]
            assert [fraction > 0 for fraction in fractions] == [option.right for option in options]
            assert math.isclose(sum(fraction for fraction in fractions if fraction > 0), 100, abs_tol=1e-4)
            for part in element.iter("text"):
                assert part.text.strip() and "$" not in part.text.replace(r"\$", ""), part.text


def test_an_assignment_has_no_hint_no_solution_and_no_reason(root, capsys):
    assert main(["assignment", "1"], root) == 0
    for language, word in (("tr", "Soru"), ("en", "Question")):
        notebook = json.loads((root / "teaching" / language / "01_try.ipynb").read_text(encoding="utf-8"))
        texts = ["".join(cell["source"]) for cell in notebook["cells"]]
        assert notebook["metadata"]["course"]["edition"] == "assignment"
        assert not any(
            told in text for text in texts for told in ("<details", "return 2 * x", "→", "✓", "No:", "Hayır:")
        )
        assert any("def double" in text for text in texts) and "check.double(double)" in texts
        assert texts[-2].startswith(f"**{word} 1.**") and "B) 7" in texts[-2]
        assert texts[-3] in ("## Sorular", "## Questions")


def test_what_a_teacher_typed_into_an_assignment_is_kept(root, capsys):
    main(["assignment", "1"], root)
    path = root / "teaching/tr/01_try.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][-1]["source"] = ["Kendi sorum"]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    main(["assignment", "1"], root)
    assert any("Kendi sorum" in copy.read_text(encoding="utf-8") for copy in (root / "saved").rglob("*.ipynb"))


def test_a_lesson_that_is_not_there_is_told(root, capsys):
    assert main(["questions", "7"], root) == main(["assignment", "7"], root) == 1
    assert "'7'" in capsys.readouterr().err
