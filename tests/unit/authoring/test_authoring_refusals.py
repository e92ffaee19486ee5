"""Every fault of an author is named with its line and what to do."""

import pytest

from tests.unit.authoring.lessons import EXERCISE, FRONT, code, course, twins
from utils.authoring import SourceError, build

FIRST = FRONT.count("\n") + 1  # the line of the first block after the front matter
GOOD_QUESTION = "Kaç?\n- [ ] 1 → Hayır.\n- [x] 2 → Evet."

FAULTS = {
    "unknown language": ('+++ {"lang": "de"}\nText.\n', "unknown language 'de'", 1),
    "no twin after": ('+++ {"lang": "tr"}\nMetin.\n', "no `en` twin right after", 1),
    "no twin before": ('+++ {"lang": "en"}\nText.\n', "no `tr` twin right before", 1),
    "code between twins": (
        '+++ {"lang": "tr"}\nMetin.\n\n' + code("1") + '+++ {"lang": "en"}\nText.\n',
        "no `en` twin",
        1,
    ),
    "unknown role": (twins("a", "b", role="hnt"), "unknown role 'hnt'", 1),
    "unknown key": (twins("a", "b", rol="hint"), "unknown block key `rol`", 1),
    "an explorer that is none": (twins("a", "b", explorer="print(1)"), "`explorer` is one call", 1),
    "unknown slide": (twins("a", "b", slide="page"), "unknown slide type 'page'", 1),
    "slide that begins by itself": (twins("## Bir", "## One", slide="slide"), 'delete `"slide": "slide"` here', 1),
    "subslide that begins by itself": (
        twins(GOOD_QUESTION, GOOD_QUESTION.replace("Kaç", "How many"), role="question", slide="subslide"),
        'delete `"slide": "subslide"` here',
        1,
    ),
    "headings differ": (twins("## Bir", "### One"), "not the same headings", 4),
    "role for one language": ('+++ {"role": "hint"}\nText.\n', "needs both languages", 1),
    "BEGIN without END": (code("# BEGIN SOLUTION\nx = 1"), "without an END", 1),
    "END without BEGIN": (code("x = 1\n# END SOLUTION"), "without a BEGIN", 2),
    "nested BEGIN": (code("# BEGIN SOLUTION\n# BEGIN SOLUTION\n# END SOLUTION"), "inside the one", 2),
    "SOLUTION on no assignment": (code("print(1)  # SOLUTION"), "behind the first line of an assignment", 1),
    "mark misspelled": (code("x = 1\n### BEGIN SOLUTION\n# END SOLUTION"), "exactly so", 2),
    "inline mark misspelled": (code("x = 1  #SOLUTION"), "exactly so", 1),
    "solution that leaves no Python": (
        code("x = [\n    # BEGIN SOLUTION\n    1,\n    # END SOLUTION\n    2]"),
        "leaves no Python",
        1,
    ),
    "solution outside an exercise": (code("x = 1  # SOLUTION"), "outside an exercise", 1),
    "solution twice": (EXERCISE + code("x = 1  # SOLUTION"), "a second solution", 30),
    "exercise without solution": (twins("### Alıştırma 1: A", "### Exercise 1: A"), "has no solution", 1),
    "exercise misnumbered": (EXERCISE.replace("Exercise 1", "Exercise 2"), "`### Exercise 1: …`", 1),
    "exercise untitled": (EXERCISE.replace(": Çarpma", ""), "`### Alıştırma 1: …`", 1),
    "exercise without hints": (code("x = 1  # SOLUTION"), "needs two hints", 1),
    "exercise with three hints": (
        EXERCISE.replace("```{code-cell} python\ncheck", twins("a", "b", role="hint") + "```{code-cell} python\ncheck"),
        "needs two hints",
        7,
    ),
    "exercise without check": (EXERCISE.split("```{code-cell} python\ncheck")[0], "with its check", 7),
    "hint without exercise": (twins("a", "b", role="hint"), "right after an exercise", 1),
    "question without right option": (
        twins("Ne?\n- [ ] a → b\n- [ ] c → d", GOOD_QUESTION, role="question"),
        "at least one option",
        1,
    ),
    "question with right options only": (
        twins("Ne?\n- [x] a → b\n- [x] c → d", GOOD_QUESTION, role="question"),
        "not all of them",
        1,
    ),
    "option with a star": (
        twins("Ne?\n* [x] a → b\n- [x] c → d\n- [ ] e → f", GOOD_QUESTION, role="question"),
        "an option begins with",
        1,
    ),
    "question without a question": (
        twins("- [x] c → d\n- [ ] e → f", GOOD_QUESTION, role="question"),
        "itself is missing",
        1,
    ),
    "question with one option": (
        twins("Ne?\n- [x] c → d", GOOD_QUESTION, role="question"),
        "2 to 6 options",
        1,
    ),
    "option without reason": (
        twins("Ne?\n- [x] a\n- [ ] c → d", GOOD_QUESTION, role="question"),
        "an option cannot be read",
        1,
    ),
    "questions differ": (
        twins(GOOD_QUESTION, "How?\n- [x] 1 → Yes.\n- [ ] 2 → No.", role="question"),
        "the twins differ",
        1,
    ),
    "output without tag": (
        code("print(1)") + '+++ {"role": "output"}\n```\n1\n```\n',
        "follows a code cell with",
        6,
    ),
    "tag without output": (code("print(1)", "nbval-check-output"), "needs its expected text", 2),
    "L with one string": (code('x = L("a")'), "L() takes two strings", 1),
    "L with a number": (code('y = 1\nx = L("a", 2)'), "L() takes two strings", 2),
    "L imported": (code("from utils.language import L"), "do not import it", 1),
    "L defined": (code("def L(a, b):\n    return a"), "L belongs to the builder", 1),
    "a variable named L": (code("x = 1\nfor L in y:\n    pass"), "name nothing L", 2),
    "an argument named L": (code("f = lambda L: 2"), "name nothing L", 1),
    "L joins bytes": (code('x = L("a", b"b")'), "differs in more than strings", 1),
    "a magic": (code("x = 1\n%time x"), "is IPython, not Python", 2),
    "a comment with an empty side": (code("x = 1  # | b"), "an empty side", 1),
    "comment with three sides": (code("x = 1  # a | b | c"), "more than one", 1),
    "a decimal point": (code('x = 1\ntext = f"{x:>{8}.2f}"'), "`:>.2f` writes a number as English does", 2),
    "English thousands": (code('x = 1000\ntext = L(f"{x:,} adım", f"{x:,} steps")'), "`:,` writes a number", 2),
    "not Python": (code('x = L("a", "b"\n'), "not Python", 1),
    "id with a blank": (twins("a", "b", id="two words"), "is not a word of letters", 1),
    "empty block": (twins("a", "b") + '+++ {"lang": "tr"}\n\n+++ {"lang": "en"}\nc\n', "is empty", 6),
    "empty block before code": ('+++ {"lang": "tr"}\n\n' + code("1"), "is empty", 0),
    "empty block at the end": (code("1") + '+++ {"lang": "tr"}\n', "is empty", 4),
    "two plusses": ('++ {"lang": "tr"}\na\n', "a block begins with", 0),
    "directive misspelled": ("```{code-cel} python\n1\n```\n", "unknown block '{code-cel} python'", 0),
    "fence left open": (twins("a", "b") + "```{code-cell} python\n1\n", "never ends", 6),
    "options no JSON": ("+++ {lang: tr}\na\n", "cannot be read", 0),
    "words for both": ("Bunu kimse çevirmedi sanki.\n", "words in a block for both", 0),
    "twins untranslated": (twins("The same old text", "The same old text"), "are the same text", 4),
    "formulas differ": (twins("a $$x$$", "b"), "number of formulas", 4),
    "minutes on no notes": (twins("a", "b", minutes=3), "belongs to a block with", 1),
    "tags no list": ("```{code-cell} python\n:tags: nbval-skip\n1\n```\n", "tags are a list", 2),
    "tag misspelled": (code("1", "nbval-skp"), "unknown tag 'nbval-skp'", 2),
    "key on code": ("```{code-cell} python\n:lang: tr\n1\n```\n", "unknown block key `lang`", 2),
    "duplicate id": (twins("a", "b", id="same") + twins("c", "d", id="same"), "is taken", 7),
    "twins differ in slide": (
        '+++ {"lang": "tr", "slide": "slide"}\na\n\n+++ {"lang": "en"}\nb\n',
        "differ in `slide`",
        4,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_line(name, tmp_path):
    body, message, line = FAULTS[name]
    with pytest.raises(SourceError) as error:
        build(course(tmp_path, body))
    places = {problem.line - FIRST for problem in error.value.problems if message in problem.message}
    assert places, str(error.value)
    assert line in places or line - 1 in places, (places, str(error.value))


def test_all_faults_of_all_lessons_come_at_once(tmp_path):
    course(tmp_path, '+++ {"lang": "de"}\nText.\n\n' + code("x = 1  # a | b | c"))
    course(tmp_path, '+++ {"lang": "tr"}\nMetin.\n', slug="02_other")
    with pytest.raises(SourceError) as error:
        build(tmp_path)
    assert {problem.file for problem in error.value.problems} == {
        "notebooks/01_try.md",
        "notebooks/02_other.md",
    }
    assert len(error.value.problems) == 3


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("needs: []", "needs: [07_nowhere]", "9: `needs:` leads to '07_nowhere'"),
        ("terms: []", "terms: [flux capacitor]", "assets/terms.csv does not have"),
        ("  promise:", "  promis:", "unknown key `promis`"),
        ("minutes: {read: 5", "minutes: {reed: 5", "needs `read` and `practise`"),
        ('{tr: "Deneme", en: "A try"}', '{tr: "Deneme"}', "exactly one value for `tr` and one for `en`"),
        ("needs: []", "needs: [01_try]", "9: `needs:` leads back to '01_try'"),
        ("read: 5", "read: 0", "8: `course.minutes` needs whole numbers above 0"),
        ('["One", "Two", "Three"]', '["One", "Two"]', "7: `course.objectives` needs 3 to 5 lines"),
        ('["One", "Two", "Three"]', '"One"', "7: `course.objectives` needs a list"),
        ('en: "A promise."', 'en: ""', "6: `course.promise` needs a text"),
        ("terms: []", "terms: none", "10: `course.terms` is a list"),
        ("terms: []", "terms: [weight, weight]", "10: `course.terms` names 'weight' twice"),
        ("  needs: []\n", "", "4: `course:` lacks needs"),
        ("format_name: myst", "format_name: light", "format_name: myst` is missing"),
        ("course:", "curse:", "has no `course:`"),
        ("---\n", "", "the front matter is missing"),
        ("  title:", "  - title:", "6: the front matter is no YAML"),
    ],
)
def test_a_fault_in_the_front_matter_is_named(tmp_path, old, new, message):
    course(tmp_path, code("1"))
    path = tmp_path / "notebooks/01_try.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(SourceError, match=r"notebooks/01_try\.md") as error:
        build(tmp_path)
    assert message in str(error.value)
